// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.fd.FdWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts as long as it may: there are fds, room for connections and, in pull mode, a wish. The listener only. */
final class Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final ActorContext<Object> context;
    private final AioLoop loop;
    private final TcpSettings settings;
    private final Syscalls syscalls;
    private final Tcp.Bind bind;
    private final ListenerLimits limits;
    private final Fd socket;
    private final FdWatch watch;
    private final InetSocketAddress localAddress;
    private final SockAddr peer;
    private final ConnectedSocket.Opening opening;

    /** Where its connections are, and were. */
    private final Set<AioLoop> homes = new HashSet<>();

    /** In pull mode: how many more were asked for. */
    private long wished;

    /** Resources have run out, which was logged; until a connection is accepted. */
    private boolean exhausted;

    /** It is at rest since resources have run out. */
    private boolean pausing;

    /** There was no more room, which was logged; until half of it is free. */
    private boolean full;

    private boolean closed;

    /** Owns {@code socket}, unless it throws. */
    Acceptor(ActorContext<Object> context, TcpSettings settings, Tcp.Bind bind, ListenerLimits limits, Fd socket) {
        this.context = context;
        this.settings = settings;
        this.syscalls = settings.syscalls();
        this.bind = bind;
        this.limits = limits;
        this.socket = socket;
        this.watch = FdWatch.create(socket.value(), context.getSelf(), ready -> TcpListener.Signal.ACCEPTABLE);
        this.loop = AioLoop.require("a TCP listener");
        this.localAddress = Sockets.localAddress(syscalls, socket);
        Tls tls = bind.options().tls();
        this.opening = tls == null ? ConnectedSocket::connect : tlsOpening(tls);
        this.peer = SockAddr.allocate(); // last of what can fail, since nothing else would free it
    }

    private ConnectedSocket.Opening tlsOpening(Tls tls) {
        TlsRefusals refusals = new TlsRefusals();
        ActorRef<Object> listener = context.getSelf();
        return (home, socket) -> TlsOpening.open(
                home,
                socket,
                new TlsOpening.Plan(
                        tls::serverEngine,
                        settings.handshakeTimeout(),
                        "aio.net.tcp.handshake-timeout",
                        (local, cause) -> {
                            refusals.refused(socket.peer().address(), local, cause);
                            if (bind.options().pullMode()) {
                                listener.tell(new Tcp.ResumeAccepting(1)); // it was not told of the one it asked for
                            }
                        }));
    }

    InetSocketAddress localAddress() {
        return localAddress;
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
        return !pausing && (!bind.options().pullMode() || wished > 0) && hasRoom();
    }

    private boolean hasRoom() {
        if (!limits.hasRoom()) {
            limits.reportEnds(true); // then look again: one may have ended in between
        }
        boolean room = limits.hasRoom();
        if (room) {
            limits.reportEnds(false);
        } else if (!full) {
            context.getLog()
                    .warn(
                            "{} has {} connections: not accepting more until one ends (aio.net.tcp.max-connections)",
                            Sockets.format(localAddress),
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
                serve(Fd.adopt(syscalls, result, "tcp connection"));
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
            context.getLog().warn("accepting on {} again", Sockets.format(localAddress));
        }
        wished--;
        AioLoop home = loop.place();
        homes.add(home);
        TcpLoop.send(
                context.getSystem(),
                home,
                new ConnectedSocket(
                        settings,
                        fd,
                        limits.add(),
                        new RemotePeer(peer.toInetSocketAddress(), bind.handler(), false),
                        opening,
                        Acceptor::goneBefore));
    }

    private static void goneBefore(RuntimeException failure) {
        LOG.debug("a connection was gone before it was served", failure);
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
            context.getLog()
                    .warn(
                            "{}: not accepting; trying again every {} (aio.net.tcp.accept-pause){}",
                            failure(errno).getMessage(),
                            settings.acceptPause(),
                            errno == Errno.EMFILE ? "; raise the limit of open files (ulimit -n)" : "");
        }
        pausing = true;
        context.scheduleOnce(settings.acceptPause(), context.getSelf(), TcpListener.Signal.PAUSE_OVER);
    }

    private SyscallException failure(int errno) {
        return new SyscallException("accept4", socket.value(), errno);
    }

    /** The listener has ended, and takes those of its connections along that are left. */
    void stopConnections() {
        if (!limits.isUnused()) {
            TcpLoop.stopAllOf(limits, context.getSystem(), homes);
        }
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
