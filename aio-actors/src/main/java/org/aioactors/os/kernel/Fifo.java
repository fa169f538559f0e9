// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.nio.file.Path;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.LoopActors;
import org.aioactors.net.Tcp;

/**
 * One end of a FIFO, {@code fifo(7)}, whose other end comes and goes: a process opens it, reads or writes, and ends, and then
 * another one. Each time there is a stream of bytes in the words of {@link Tcp}.
 *
 * <p>A FIFO that is deleted while it waits for its other end is not noticed; {@code DirectoryWatch.watchFile} tells that.
 */
public final class Fifo {
    private Fifo() {}

    /** To the FIFO. */
    public sealed interface Command permits Close {}

    /** Waits for nobody any more; a stream that is open lives on. */
    public record Close() implements Command {}

    /** To the listener. */
    public sealed interface Event permits Opened, Failed {}

    /**
     * Somebody has the other end. Of an end to read from: somebody has written, or was there and has gone.
     *
     * @param stream to be told {@link Tcp.Register}; its end is {@link Tcp.PeerClosed} when no writer is left, {@link
     *     Tcp.ErrorClosed} when no reader is left, and then the next one is waited for
     */
    public record Opened(Path path, ActorRef<Tcp.ConnectionCommand> stream) implements Event {}

    /** It has ended, or could not be opened. */
    public record Failed(Path path, SyscallException cause) implements Event {}

    /**
     * Makes a FIFO ({@code mkfifo(3)}). Blocks while the file system does; any thread.
     *
     * @param permissions such as 0600, less those of the process's umask
     * @throws SyscallException such as {@code EEXIST}
     */
    public static void make(Path path, int permissions) {
        int result = FileIo.mkfifo(Syscalls.linux(), path.toString(), permissions);
        SyscallException.check(result, "mkfifo('" + path + "')");
    }

    /** The end to read from. Any thread; does not block. */
    public static ActorRef<Command> reader(ActorSystem<?> system, Path path, ActorRef<? super Event> listener) {
        return reader(Syscalls.linux(), system, path, listener);
    }

    static ActorRef<Command> reader(
            Syscalls syscalls, ActorSystem<?> system, Path path, ActorRef<? super Event> listener) {
        return LoopActors.spawn(system, FifoReader.create(syscalls, path, listener), "fifo-reader")
                .narrow();
    }

    /**
     * The end to write to. The kernel tells nobody that a reader waits: it is looked for after 10 ms, then less and less often,
     * every 640 ms in the end. Any thread; does not block.
     */
    public static ActorRef<Command> writer(ActorSystem<?> system, Path path, ActorRef<? super Event> listener) {
        return writer(Syscalls.linux(), system, path, listener);
    }

    static ActorRef<Command> writer(
            Syscalls syscalls, ActorSystem<?> system, Path path, ActorRef<? super Event> listener) {
        return LoopActors.spawn(system, FifoWriter.create(syscalls, path, listener), "fifo-writer")
                .narrow();
    }
}
