// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.nio.file.Path;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.LoopActors;

/**
 * Tells what is in a directory, with all below it, and then each change ({@code inotify(7)}).
 *
 * <pre>
 *   Watching, Found*, Scanned, then changes
 *   after Overflowed:  Watching, Found*, Scanned, then changes
 *   after Absent:      when the root is back, Watching, Found*, Scanned, then changes
 * </pre>
 *
 * <p>Each of these beginnings tells all there is: who forgets what it knew at {@link Overflowed} and {@link Absent}, and then
 * goes by what it is told, as {@link KnownFiles} does, knows what is on the disk as soon as it has handled all messages.
 * Between {@link Watching} and {@link Scanned}, and after a directory was made or moved in, some is told twice, as found and as
 * a change; what is gone already may be told as gone once more. Nothing is left out.
 *
 * <p>Paths are those below the root, with the root's own in front, as text in which every name can be told apart and goes back
 * to its bytes, also one that is not UTF-8: see {@link org.aioactors.aio.linux.FileName}.
 */
public final class DirectoryWatch {
    private DirectoryWatch() {}

    /** To the watch. */
    public sealed interface Command permits Close {}

    /** Ends the watch; nothing more is told. */
    public record Close() implements Command {}

    /** To the listener. */
    public sealed interface Event permits Status, Change {}

    /** How the watch is doing. */
    public sealed interface Status extends Event permits Watching, Scanned, Overflowed, Absent, NotWatched, Failed {}

    /** What there is, or what has become of it. */
    public sealed interface Change extends Event
            permits Found,
                    Created,
                    Modified,
                    Written,
                    AttributesChanged,
                    Deleted,
                    Moved,
                    MovedIn,
                    MovedOut,
                    Unmounted {}

    /** The root is there, and from now on it is watched: all that there is follows. */
    public record Watching(String root) implements Status {}

    /** All that there is was told; from now on changes are. */
    public record Scanned(String root) implements Status {}

    /**
     * There were more changes than the kernel keeps ({@code fs.inotify.max_queued_events}), so some are lost: what is known may
     * be wrong. All there is will be told again.
     */
    public record Overflowed(String root) implements Status {}

    /** The root is not there: nothing below it is. It is watched for, and {@link Watching} is told when it comes. */
    public record Absent(String root, Reason reason) implements Status {}

    /** Why a root is not there. */
    public enum Reason {
        /** It was not from the beginning. */
        MISSING,
        /** It was deleted. */
        DELETED,
        /** It, or the directory above it, has another name now. */
        MOVED,
        /** Its file system is not mounted any more. */
        UNMOUNTED
    }

    /**
     * A directory can't be watched, such as for want of the permission to read it: nothing of what is in it is told. Told again
     * when it is scanned again.
     */
    public record NotWatched(String path, SyscallException cause) implements Status {}

    /**
     * The watch has ended: it can't do what it promises.
     *
     * @param reason in one line, with what to do
     */
    public record Failed(String root, String reason, SyscallException cause) implements Status {}

    /** It was there when its directory was scanned. */
    public record Found(String path, boolean directory) implements Change {}

    /** It is new. Of a directory what is in it follows, as {@link Found}. */
    public record Created(String path, boolean directory) implements Change {}

    /** Its contents have changed ({@code IN_MODIFY}): several changes in a row may be told as one. Not told of what {@code mmap(2)} changes. */
    public record Modified(String path) implements Change {}

    /** Who had it open for writing has closed it ({@code IN_CLOSE_WRITE}). */
    public record Written(String path) implements Change {}

    /** Its permissions, times, owner or links have changed. Told if {@link DirectoryOptions#withAttributes} asks for it. */
    public record AttributesChanged(String path, boolean directory) implements Change {}

    /** It is gone; of a directory all below it as well. */
    public record Deleted(String path, boolean directory) implements Change {}

    /**
     * It has another name, in the same or another directory of the tree, and with it all below it. What had that name is gone. A
     * directory that is just being scanned is told as {@link MovedOut} and {@link MovedIn}.
     */
    public record Moved(String from, String to, boolean directory) implements Change {}

    /** It came from somewhere else. Of a directory what is in it follows, as {@link Found}. What had that name is gone. */
    public record MovedIn(String path, boolean directory) implements Change {}

    /** It has gone elsewhere, and with it all below it. Told some 10 to 20 ms later, when nobody has heard where to. */
    public record MovedOut(String path, boolean directory) implements Change {}

    /** What was mounted there, below the root, is not any more: what was below it is gone. What is there instead follows, as {@link Found}. */
    public record Unmounted(String path) implements Change {}

    /**
     * Watches a directory. Any thread; does not block.
     *
     * @param root need not be there yet; a relative path starts from the working directory
     * @param listener when it has stopped, however it stopped, the watch ends
     */
    public static ActorRef<Command> watch(
            ActorSystem<?> system, Path root, DirectoryOptions options, ActorRef<? super Event> listener) {
        return watch(Syscalls.linux(), system, Root.directory(root, options), listener);
    }

    /** Watches a directory with all below it, see {@link DirectoryOptions#DEFAULT}. */
    public static ActorRef<Command> watch(ActorSystem<?> system, Path root, ActorRef<? super Event> listener) {
        return watch(system, root, DirectoryOptions.DEFAULT, listener);
    }

    /**
     * Watches one file, by watching the directory that it is in: so it is told as well when the file is replaced by another of
     * the same name, deleted, or comes for the first time. {@link Absent} and {@link Watching} are about that directory. Of a
     * symbolic link its own changes are told, not those of what it leads to.
     */
    public static ActorRef<Command> watchFile(
            ActorSystem<?> system, Path file, DirectoryOptions options, ActorRef<? super Event> listener) {
        return watch(Syscalls.linux(), system, Root.file(file, options), listener);
    }

    /** The same with the default options. */
    public static ActorRef<Command> watchFile(ActorSystem<?> system, Path file, ActorRef<? super Event> listener) {
        return watchFile(system, file, DirectoryOptions.DEFAULT, listener);
    }

    static ActorRef<Command> watch(
            Syscalls syscalls, ActorSystem<?> system, Root root, ActorRef<? super Event> listener) {
        return LoopActors.spawn(system, DirectoryActor.create(syscalls, root, listener), "directory")
                .narrow();
    }
}
