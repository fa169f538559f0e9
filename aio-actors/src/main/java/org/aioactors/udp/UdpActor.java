// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import akka.actor.ActorCell;
import akka.actor.ActorIdentity;
import akka.actor.DeadLetterSuppression;
import akka.actor.FunctionRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorTags;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.UdpSockets;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.AioMailbox;
import org.aioactors.dispatcher.LoopWish;

/**
 * The actor of one socket: opens it, does what it is told, and closes it when it ends, however that comes. Pinned to its loop,
 * on which the kernel's callbacks run too, so that nothing here needs a lock.
 */
final class UdpActor implements AutoCloseable {
    private enum Signal implements DeadLetterSuppression {
        HANDLER_STOPPED
    }

    private final ActorContext<Object> context;
    private final UdpSettings settings;
    private final UdpSocket socket;
    private final UdpRef function;
    private final FunctionRef ref;
    private ActorRef<? super Udp.Event> handler;

    private UdpActor(
            ActorContext<Object> context,
            AioLoop loop,
            UdpSettings settings,
            Udp.Command command,
            UdpOpening opened,
            UdpRegistry.Membership membership) {
        this.context = context;
        this.settings = settings;
        this.handler = command.handler();
        this.function = new UdpRef(loop, Adapter.toClassic(context.getSelf()), this);
        this.ref = ((ActorCell) Adapter.toClassic(context)).addFunctionRef(function, "socket");
        this.socket = new UdpSocket(loop, settings, opened.fd(), opened.shape(), membership, handler, ref);
        context.watchWith(handler, Signal.HANDLER_STOPPED);
        handler.tell(opened(command, opened.localAddress(), sameLoop(loop)));
        socket.start(command.options().readingSuspended());
    }

    private Udp.Event opened(Udp.Command command, InetSocketAddress localAddress, Props sameLoop) {
        ActorRef<Udp.SocketCommand> known = Adapter.toTyped(ref);
        return command instanceof Udp.Connect connect
                ? new Udp.Connected(connect.remoteAddress(), localAddress, known, sameLoop)
                : new Udp.Bound(localAddress, known, sameLoop);
    }

    private static Props sameLoop(AioLoop loop) {
        return ActorTags.create(LoopWish.tag(loop.number())).withDispatcherFromConfig(loop.dispatcherId());
    }

    /** The behavior that opens a socket, tells the handler how that went, and serves it. Pinned, on an aio dispatcher. */
    static Behavior<Object> create(UdpSettings settings, Udp.Command command) {
        return Behaviors.setup(context -> {
            AioLoop loop = AioLoop.require("a UDP socket");
            UdpOpening opened;
            try {
                opened = UdpOpening.open(settings, command);
            } catch (RuntimeException refused) {
                command.handler().tell(new Udp.CommandFailed(command, refused));
                return Behaviors.stopped();
            }
            // First: who is told finds it.
            UdpRegistry.Membership membership =
                    join(UdpExtension.get(context.getSystem()).registry(), loop, command, opened);
            try {
                UdpActor actor = new UdpActor(context, loop, settings, command, opened, membership);
                mailbox(loop).onTermination(actor);
                return actor.behavior();
            } catch (RuntimeException | Error failure) {
                membership.close();
                opened.fd().closeAfter(failure);
                throw failure;
            }
        });
    }

    private static UdpRegistry.Membership join(
            UdpRegistry registry, AioLoop loop, Udp.Command command, UdpOpening opened) {
        return command instanceof Udp.Connect
                ? registry.addConnected(loop)
                : registry.addBound(opened.localAddress(), loop);
    }

    private static AioMailbox mailbox(AioLoop loop) {
        AioMailbox mailbox = loop.currentMailbox();
        if (mailbox == null) {
            throw new IllegalStateException("a UDP socket is opened by an actor");
        }
        return mailbox;
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Udp.SocketCommand.class, command -> {
                    function.taken();
                    return handle(command);
                })
                .onMessage(ActorIdentity.class, answer -> {
                    function.taken();
                    socket.answered(answer.correlationId());
                    return Behaviors.same();
                })
                .onMessageEquals(Signal.HANDLER_STOPPED, Behaviors::stopped)
                .onSignal(PostStop.class, stop -> {
                    socket.finish(); // first: who watches the socket finds its port free
                    return Behaviors.same();
                })
                .build();
    }

    /** What costs least if it is not put into the mailbox first. Returns whether it was done. Loop thread only. */
    boolean handleAtOnce(Object message) {
        if (!socket.isOpen()) {
            return false;
        }
        if (message instanceof Udp.Send send) {
            socket.send(send);
            return true;
        }
        if (message instanceof ActorIdentity answer) {
            socket.answered(answer.correlationId());
            return true;
        }
        return false;
    }

    /** Any thread. */
    boolean isOpen() {
        return socket.isOpen();
    }

    private Behavior<Object> handle(Udp.SocketCommand command) {
        if (command instanceof Udp.Send send) {
            socket.send(send);
        } else if (command instanceof Udp.SuspendReading || command instanceof Udp.ResumeReading) {
            socket.suspend(command instanceof Udp.SuspendReading);
        } else if (command instanceof Udp.Register register) {
            register(register.handler());
        } else if (command instanceof Udp.GroupCommand group) {
            setMembership(group);
        } else if (command instanceof Udp.Unbind) {
            socket.finish();
            handler.tell(new Udp.Unbound());
            return Behaviors.stopped();
        }
        return Behaviors.same();
    }

    private void register(ActorRef<? super Udp.Event> next) {
        context.unwatch(handler);
        handler = next;
        context.watchWith(next, Signal.HANDLER_STOPPED);
        socket.register(next);
    }

    private void setMembership(Udp.GroupCommand command) {
        NetworkInterface chosen = command.networkInterface();
        try {
            UdpSockets.setMembership(
                    settings.syscalls(),
                    socket.fd(),
                    command.group(),
                    chosen == null ? 0 : chosen.getIndex(),
                    command instanceof Udp.JoinGroup);
        } catch (SyscallException refused) {
            handler.tell(new Udp.CommandFailed(command, refused));
            return;
        }
        handler.tell(new Udp.MembershipChanged(command));
    }

    /** The actor has ended, however that came. */
    @Override
    public void close() {
        socket.finish();
    }

    @Override
    public String toString() {
        return "UDP socket " + ref.path();
    }
}
