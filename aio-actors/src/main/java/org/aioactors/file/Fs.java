// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.aioactors.aio.linux.DirectoryEntry;

/**
 * The messages of files. Tell {@link Open} to {@code Aio.get(system).files()}, receive {@link Opened}, then tell its {@code
 * file} what to {@link Read}, {@link Write}, {@link Sync}, and at last {@link Close}. Each request is answered once, to its
 * {@code replyTo}, by the answer that it names, {@link Failed} or {@link Refused}, which have the request in them. Any actor
 * may ask, on any dispatcher; no thread of a dispatcher is blocked. All messages are immutable and may be told from any thread.
 *
 * <p><b>Order.</b> Reads and writes at positions of one file run at the same time, in any order. Each other request waits
 * until all that were told before it have ended, and holds up those after it: so a {@link Sync} has on the disk whatever was
 * told before it, and what two writes to the same bytes leave behind is certain only if the second is told after the answer to
 * the first.
 *
 * <p><b>Owner.</b> When the owner of a file has stopped, however it stopped, the file is closed as by {@link Close}.
 *
 * <p><b>Bounds.</b> What can't be begun at once waits, in the order in which it was told, up to the limits under {@code
 * aio.file}; what is more is {@link Refused} at once and has had no effect. One that waits for its answers before it asks for
 * more is not refused.
 *
 * <p>Relative paths start from the working directory of the process.
 */
public final class Fs {
    private Fs() {}

    /** What is answered. */
    public sealed interface Request permits Command, FileCommand {
        /** Who hears of the outcome, once. */
        ActorRef<? super Answer> replyTo();
    }

    /** To {@code Aio.get(system).files()}. */
    public sealed interface Command extends Request permits Open, PathCommand {}

    /**
     * Opens a file, {@code open(2)}. Answered by {@link Opened}.
     *
     * <p>For regular files and directories. A FIFO would keep a thread until it has another end, and what is always ready to
     * be waited for, such as a terminal, is for {@link org.aioactors.fd.FdWatch}.
     *
     * @param owner the actor with which the file ends; most often the one that asks
     */
    public record Open(Path path, OpenOptions options, ActorRef<?> owner, ActorRef<? super Answer> replyTo)
            implements Command {}

    /** About a name of a file. Nothing of that is on the disk before a {@link Sync} of the directory that has the name. */
    public sealed interface PathCommand extends Command
            permits Stat, Rename, Unlink, MakeDirectory, RemoveDirectory, ListDirectory {
        /** The file or directory. */
        Path path();
    }

    /**
     * {@code statx(2)}. Answered by {@link Status}.
     *
     * @param followLinks whether a symbolic link stands for what it leads to
     */
    public record Stat(Path path, boolean followLinks, ActorRef<? super Answer> replyTo) implements PathCommand {}

    /** {@code rename(2)}: a file that has the new name is gone with that, in one step. Answered by {@link Done}. */
    public record Rename(Path path, Path target, ActorRef<? super Answer> replyTo) implements PathCommand {}

    /** {@code unlink(2)}. Answered by {@link Done}. */
    public record Unlink(Path path, ActorRef<? super Answer> replyTo) implements PathCommand {}

    /**
     * {@code mkdir(2)}. Answered by {@link Done}.
     *
     * @param permissions such as {@code 0755}, less those of the process's umask
     */
    public record MakeDirectory(Path path, int permissions, ActorRef<? super Answer> replyTo) implements PathCommand {}

    /** {@code rmdir(2)}: the directory must be empty. Answered by {@link Done}. */
    public record RemoveDirectory(Path path, ActorRef<? super Answer> replyTo) implements PathCommand {}

    /** What is in a directory. Answered by {@link Listed}. */
    public record ListDirectory(Path path, ActorRef<? super Answer> replyTo) implements PathCommand {}

    /** To {@link Opened#file}. */
    public sealed interface FileCommand extends Request
            permits Read, ReadVectored, Write, WriteVectored, Append, Sync, Truncate, StatFile, Close {}

    /**
     * {@code pread(2)}. Answered by {@link ReadDone}, with fewer bytes than asked only at the end of the file.
     *
     * @param position of the first byte
     * @param length how many bytes; at least 1
     */
    public record Read(long position, int length, ActorRef<? super Answer> replyTo) implements FileCommand {
        /** Checks the values; throws {@link IllegalArgumentException} if one is out of range. */
        public Read {
            checkPosition(position);
            if (length < 1) {
                throw new IllegalArgumentException("length must be at least 1: " + length);
            }
        }
    }

    /**
     * {@code preadv(2)}: several parts that follow one another in the file. Answered by {@link ReadVectoredDone}.
     *
     * @param position of the first byte of the first part
     * @param lengths of the parts; each at least 1
     */
    public record ReadVectored(long position, List<Integer> lengths, ActorRef<? super Answer> replyTo)
            implements FileCommand {
        /** Copies the list and checks the values; throws {@link IllegalArgumentException} if one is out of range. */
        public ReadVectored {
            lengths = List.copyOf(lengths);
            checkPosition(position);
            long sum = 0;
            for (int length : lengths) {
                sum += length;
                if (length < 1 || sum > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException(
                            "lengths must be at least 1, and at most 2 GiB together: " + lengths);
                }
            }
            if (lengths.isEmpty()) {
                throw new IllegalArgumentException("lengths must not be empty");
            }
        }
    }

    /**
     * {@code pwrite(2)}, all of the bytes. Answered by {@link Written}. Not for a file that was opened for appending, where
     * Linux would ignore the position.
     *
     * @param position of the first byte
     */
    public record Write(long position, ByteString data, ActorRef<? super Answer> replyTo) implements FileCommand {
        /** Checks the position; throws {@link IllegalArgumentException} if it is negative. */
        public Write {
            checkPosition(position);
        }
    }

    /** {@code pwritev(2)}: several parts that follow one another. Answered by {@link Written}. */
    public record WriteVectored(long position, List<ByteString> parts, ActorRef<? super Answer> replyTo)
            implements FileCommand {
        /** Copies the list and checks the position; throws {@link IllegalArgumentException} if it is negative. */
        public WriteVectored {
            parts = List.copyOf(parts);
            checkPosition(position);
        }
    }

    /**
     * {@code write(2)} at the end of a file that was opened for appending, all of the bytes. Answered by {@link Written}. What
     * is appended to one {@code Opened.file} is in one piece and in the order in which it was told.
     */
    public record Append(ByteString data, ActorRef<? super Answer> replyTo) implements FileCommand {}

    /**
     * {@code fsync(2)}: has on the disk what was told before. Answered by {@link Done}. After {@link Failed} nobody knows what
     * is on the disk of the writes since the last one that went well, and the kernel may say of the next one that all is well:
     * so don't try again, write the data to another file.
     *
     * @param dataOnly {@code fdatasync(2)}: of what describes the file only what is needed to read it
     */
    public record Sync(boolean dataOnly, ActorRef<? super Answer> replyTo) implements FileCommand {}

    /**
     * {@code ftruncate(2)}: the file ends there from now on, zeros filling up what was not there. Answered by {@link Done}.
     *
     * @param length in bytes
     */
    public record Truncate(long length, ActorRef<? super Answer> replyTo) implements FileCommand {
        /** Checks the length; throws {@link IllegalArgumentException} if it is negative. */
        public Truncate {
            checkPosition(length);
        }
    }

    /** {@code statx(2)} of the open file. Answered by {@link Status}. */
    public record StatFile(ActorRef<? super Answer> replyTo) implements FileCommand {}

    /**
     * {@code close(2)}, when all that was told before has ended. Answered by {@link Done}; the file is closed also if the answer
     * is {@link Failed}. What is told later is {@link Refused}, and a dead letter after the answer.
     */
    public record Close(ActorRef<? super Answer> replyTo) implements FileCommand {}

    private static void checkPosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("positions and lengths must not be negative: " + position);
        }
    }

    /** From files to who asked. */
    public sealed interface Answer {
        /** What was asked. */
        Request request();
    }

    /** A file is open; it takes requests as long as its owner lives, and until {@link Close}. */
    public record Opened(Open request, ActorRef<FileCommand> file) implements Answer {}

    /** It was done. */
    public record Done(Request request) implements Answer {}

    /** The bytes that were read; empty at the end of the file. */
    public record ReadDone(Read request, ByteString data) implements Answer {}

    /** The parts that were read: as many as asked for, those after the end of the file empty. */
    public record ReadVectoredDone(ReadVectored request, List<ByteString> parts) implements Answer {
        /** Copies the list. */
        public ReadVectoredDone {
            parts = List.copyOf(parts);
        }
    }

    /** All bytes were taken by the kernel; they are on the disk after a {@link Sync}. */
    public record Written(FileCommand request, long length) implements Answer {}

    /** What is known of a file. */
    public record Status(Request request, FileStatus status) implements Answer {}

    /**
     * What is in a directory, in the file system's own order.
     *
     * @param complete false if there is more than {@code aio.file.max-directory-entries}
     */
    public record Listed(ListDirectory request, List<DirectoryEntry> entries, boolean complete) implements Answer {
        /** Copies the list. */
        public Listed {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The kernel said no.
     *
     * @param cause names call, path and error
     * @param done how many bytes of a write it had taken before
     */
    public record Failed(Request request, FileException cause, long done) implements Answer, DeadLetterSuppression {}

    /**
     * Nothing was begun.
     *
     * @param reason in one line: which limit is reached, or why that can't be asked
     */
    public record Refused(Request request, String reason) implements Answer, DeadLetterSuppression {}
}
