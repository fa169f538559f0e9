// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.javadsl.ActorContext;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdWatch;

/** Accepts as long as it may: there are fds, room for connections and, in pull mode, a wish. The listener only. */
final class Acceptor {
    private final ActorContext<Object> context;
    private final TcpSettings settings;
    private final Syscalls syscalls;
    private final boolean pullMode;
    private final ListenerLimits limits;
    private final Fd socket;
    private final String name;
    private final Reception reception;
    private final FdWatch watch;
    private final SockAddr peer;

    /** In pull mode: how many more were asked for. */
    private long wished;

    /** Resources have run out; until a connection is accepted. */
    private boolean exhausted;

    /** That was logged, so its end is to be as well. */
    private boolean exhaustionLogged;

    private final LogPause exhaustionPause = new LogPause();
    private final LogPause fullPause = new LogPause();

    /** It is at rest since resources have run out. */
    private boolean pausing;

    /** There was no more room; until half of it is free. */
    private boolean full;

    private boolean closed;

    /**
     * Owns {@code socket}, unless it throws.
     *
     * @param context of a listener that takes {@link TcpListener.Signal}
     * @param pullMode whether connections are accepted only as {@link #resume} asks for them
     * @param name what the log calls the listener
     */
    Acceptor(
            ActorContext<Object> context,
            TcpSettings settings,
            boolean pullMode,
            ListenerLimits limits,
            Fd socket,
            String name,
            Reception reception) {
        this.context = context;
        this.settings = settings;
        this.syscalls = settings.syscalls();
        this.pullMode = pullMode;
        this.limits = limits;
        this.socket = socket;
        this.name = name;
        this.reception = reception;
        this.watch = FdWatch.create(socket.value(), context.getSelf(), ready -> TcpListener.Signal.ACCEPTABLE);
        this.peer = SockAddr.allocate(); // last of what can fail, since nothing else would free it
    }

    /** In pull mode, so many more. */
    void resume(int count) {
        wished += count;
        arm();
    }

    /** Waits for connections, if it may. */
    void arm() {
        if (!closed && mayAccept()) {
            watch.arm(FdWatch.Interest.READ);
        }
    }

    void pauseOver() {
        pausing = false;
        arm();
    }

    private boolean mayAccept() {
        return !pausing && (!pullMode || wished > 0) && hasRoom();
    }

    private boolean hasRoom() {
        if (!limits.hasRoom()) {
            limits.reportEnds(true); // then look again: one may have ended in between
        }
        boolean room = limits.hasRoom();
        if (room) {
            limits.reportEnds(false);
        } else if (!full && fullPause.isOver()) {
            context.getLog()
                    .warn(
                            "{} has {} connections: not accepting more until one ends (aio.net.tcp.max-connections)",
                            name,
                            limits.maxConnections());
        }
        full = !room || (full && limits.connections() > limits.maxConnections() / 2);
        return room;
    }

    /** Accepts those that wait, up to a bound. */
    void accept() {
        for (int i = 0; !closed && i < settings.acceptBatch() && mayAccept(); i++) {
            int result = Sockets.accept(syscalls, socket, peer);
            if (result >= 0) {
                serve(Fd.adopt(syscalls, result, "connection"));
            } else if (isOutOfResources(-result)) {
                pause(-result);
            } else if (result == -Errno.EAGAIN) {
                break;
            } else {
                // accept(2): errors of the network concern the one connection that is gone, like EAGAIN they need no
                // action
                context.getLog().debug("{}", failure(-result).getMessage());
            }
        }
        arm();
    }

    private void serve(Fd fd) {
        if (exhausted) {
            exhausted = false;
            if (exhaustionLogged) {
                context.getLog().warn("accepting on {} again", name);
            }
        }
        wished--;
        reception.accepted(fd, peer, limits.add());
    }

    private static boolean isOutOfResources(int errno) {
        return errno == Errno.EMFILE || errno == Errno.ENFILE || errno == Errno.ENOBUFS || errno == Errno.ENOMEM;
    }

    /**
     * The connection stays in the backlog, so the listening socket stays readable: looking again at once would only
     * spin.
     */
    private void pause(int errno) {
        if (!exhausted) {
            exhausted = true;
            exhaustionLogged = exhaustionPause.isOver();
            if (exhaustionLogged) {
                context.getLog()
                        .warn(
                                "{}: not accepting; trying again every {} (aio.net.tcp.accept-pause){}",
                                failure(errno).getMessage(),
                                settings.acceptPause(),
                                errno == Errno.EMFILE ? "; raise the limit of open files (ulimit -n)" : "");
            }
        }
        pausing = true;
        context.scheduleOnce(settings.acceptPause(), context.getSelf(), TcpListener.Signal.PAUSE_OVER);
    }

    private SyscallException failure(int errno) {
        return new SyscallException("accept4", socket.value(), errno);
    }

    /** Listens no more. Idempotent. */
    void close() {
        if (!closed) {
            closed = true;
            watch.close();
            peer.close();
            socket.close();
        }
    }
}
