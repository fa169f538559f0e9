// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * Any fds as a stream of bytes, in the words of {@link Tcp} and with its guarantees: pipes, FIFOs, terminals, the standard
 * streams of a child. What opens such fds for others is built on this.
 *
 * <p>The end of input is {@link Tcp.PeerClosed}; so is what a terminal has instead when its other end is closed ({@code EIO}).
 * An output that nobody reads any more is {@link Tcp.ErrorClosed}, at the next write, or at once where there is no input. It ends the
 * input as well: what is to outlive another gets a stream of its own. {@link Tcp.ConfirmedClose} closes the output when all is
 * written, and reads on to the end of input. As with an outgoing connection, reading goes on while much is unsent: who writes
 * what it reads registers {@link RegisterOptions#withFullDuplex not full duplex}, or some of that is refused when the reader is
 * slow. The settings are those under {@code aio.net.tcp}.
 */
public final class FdStream {
    private FdStream() {}

    /**
     * Makes a stream on the loop whose thread calls this. Does not block.
     *
     * @param input is read; null if nothing is. Owned from now on, also if this throws, and made non-blocking
     * @param output is written, likewise; may be {@code input} itself, of which a duplicate is made then
     * @param name in logs and recordings
     * @param commander as whoever has asked for a connection: hears of the end until somebody tells {@link Tcp.Register}, which must be
     *     within {@code aio.net.tcp.register-timeout}
     * @return takes {@link Tcp.Register}, {@link Tcp.Write}, ...
     * @throws IllegalStateException if this is no thread of a loop, or the actor system is terminating
     * @throws IllegalArgumentException if there is neither input nor output
     * @throws SyscallException if one can't be made non-blocking, or duplicated
     */
    public static ActorRef<Tcp.ConnectionCommand> open(
            ActorSystem<?> system,
            @Nullable Fd input,
            @Nullable Fd output,
            String name,
            ActorRef<? super Tcp.Event> commander) {
        Fd writes = output;
        try {
            if (input == null && output == null) {
                throw new IllegalArgumentException(name + " has neither input nor output");
            }
            TcpLoop home = TcpLoop.here(system, AioLoop.require("a stream of fds"));
            TcpExtension tcp = TcpExtension.get(system);
            TcpSettings settings = tcp.settings();
            if (output != null && output.equals(input)) {
                writes = Fcntl.duplicate(settings.syscalls(), output);
            }
            setNonBlocking(settings, input);
            setNonBlocking(settings, writes);
            return open(home, tcp, settings, input, writes, new RemotePeer<>(new FdName(name), commander, true));
        } catch (RuntimeException failure) {
            closeAfter(failure, input);
            closeAfter(failure, writes);
            throw failure;
        }
    }

    private static ActorRef<Tcp.ConnectionCommand> open(
            TcpLoop home,
            TcpExtension tcp,
            TcpSettings settings,
            @Nullable Fd input,
            @Nullable Fd output,
            RemotePeer<FdName> peer) {
        FlushList flushes = FlushList.of(home.loop(), settings, tcp.registry().flushes(home.loop()));
        FdSocket socket = new FdSocket(home.loop(), settings, flushes, input, output);
        ListenerLimits.Share share = tcp.streamLimits().add();
        try {
            return ConnectionRef.open(home, settings, socket, share, peer);
        } catch (RuntimeException failure) {
            share.close();
            throw failure;
        }
    }

    private static void setNonBlocking(TcpSettings settings, @Nullable Fd fd) {
        if (fd != null) {
            Fcntl.setNonBlocking(settings.syscalls(), fd.value());
        }
    }

    private static void closeAfter(Throwable failure, @Nullable Fd fd) {
        if (fd != null) {
            fd.closeAfter(failure);
        }
    }
}
