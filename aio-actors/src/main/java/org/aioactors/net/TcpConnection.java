// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.Cancellable;
import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * The actor of one connection. Its states:
 *
 * <pre>
 *   waiting ──Register──► open ──Close, ConfirmedClose, end of input──► closing ──all written──► stopped
 *      └─────timeout────────┴───────────Abort, error, handler stopped──────┴───────────────────────▲
 * </pre>
 */
final class TcpConnection {
    /** What the socket and the surroundings tell the actor, in its own mailbox; of no interest once it has stopped. */
    record Signal(Kind kind, @Nullable String cause) implements Tcp.ConnectionCommand, DeadLetterSuppression {
        enum Kind {
            END_OF_INPUT,
            ALL_WRITTEN,
            CONNECT_DECIDED,
            FAILED,
            HANDLER_STOPPED,
            REGISTER_TIMEOUT
        }
    }

    private final ActorContext<Tcp.ConnectionCommand> context;
    private final TcpSettings settings;
    private final TcpSocket socket;

    /** Whoever asked for the connection, until {@link #waiting} has seen a Register. */
    private ActorRef<? super Tcp.Event> handler;

    private final Cancellable registerTimeout;
    private boolean registered;
    private boolean keepOpenOnPeerClosed;

    /** Whether the peer has closed its side. */
    private boolean inputEnded;

    /** What the handler will hear once all is written; null while open. */
    private Tcp.@Nullable ConnectionClosed closing;

    private TcpConnection(
            ActorContext<Tcp.ConnectionCommand> context,
            TcpSettings settings,
            Fd fd,
            InetSocketAddress remoteAddress,
            ActorRef<? super Tcp.Event> commander) {
        this.context = context;
        this.settings = settings;
        this.handler = commander;
        InetSocketAddress localAddress = Sockets.localAddress(settings.syscalls(), fd);
        this.socket = new TcpSocket(AioLoop.require("a TCP connection"), settings, fd, this::tellHandler, this::signal);
        this.registerTimeout = context.scheduleOnce(
                settings.registerTimeout(), context.getSelf(), new Signal(Signal.Kind.REGISTER_TIMEOUT, null));
        commander.tell(new Tcp.Connected(remoteAddress, localAddress, context.getSelf()));
    }

    /** The behavior of an accepted connection, which owns {@code fd} from now on and announces itself. */
    static Behavior<Tcp.ConnectionCommand> create(
            TcpSettings settings, Fd fd, InetSocketAddress remoteAddress, ActorRef<? super Tcp.Event> commander) {
        return Behaviors.setup(context -> {
            try {
                return start(context, settings, fd, remoteAddress, commander);
            } catch (RuntimeException failure) {
                context.getLog().debug("connection from {} was gone before it was served", remoteAddress, failure);
                return Behaviors.stopped();
            }
        });
    }

    /**
     * The behavior of a connection that owns {@code fd} from now on and announces itself to {@code commander}. If it
     * throws, {@code fd} is closed and nothing was announced.
     */
    static Behavior<Tcp.ConnectionCommand> start(
            ActorContext<Tcp.ConnectionCommand> context,
            TcpSettings settings,
            Fd fd,
            InetSocketAddress remoteAddress,
            ActorRef<? super Tcp.Event> commander) {
        try {
            Sockets.setNoDelay(settings.syscalls(), fd, true);
            return new TcpConnection(context, settings, fd, remoteAddress, commander).waiting();
        } catch (RuntimeException | Error failure) {
            fd.closeAfter(failure);
            throw failure;
        }
    }

    private void tellHandler(Tcp.Event event) {
        handler.tell(event);
    }

    private void signal(Signal signal) {
        context.getSelf().tell(signal);
    }

    /** Open, but nobody to tell bytes to: nothing is read. */
    private Behavior<Tcp.ConnectionCommand> waiting() {
        return receive().onMessage(Tcp.Register.class, this::register).build();
    }

    /** Bytes flow both ways. */
    private Behavior<Tcp.ConnectionCommand> open() {
        return receive()
                .onMessage(Tcp.SuspendReading.class, suspend -> reading(false))
                .onMessage(Tcp.ResumeReading.class, resume -> reading(true))
                .build();
    }

    /** On its way to its end: nobody registers any more, and what is read is not for the handler to decide. */
    private Behavior<Tcp.ConnectionCommand> ending() {
        return receive().build();
    }

    /** What every state understands. */
    private BehaviorBuilder<Tcp.ConnectionCommand> receive() {
        return Behaviors.receive(Tcp.ConnectionCommand.class)
                .onMessage(Tcp.Write.class, this::write)
                .onMessage(Signal.class, this::onSignal)
                .onMessage(Tcp.CloseCommand.class, this::close)
                .onSignal(PostStop.class, stop -> {
                    registerTimeout.cancel();
                    socket.close();
                    return Behaviors.same();
                });
    }

    private Behavior<Tcp.ConnectionCommand> register(Tcp.Register register) {
        registerTimeout.cancel();
        registered = true;
        handler = register.handler();
        keepOpenOnPeerClosed = register.keepOpenOnPeerClosed();
        context.watchWith(handler, new Signal(Signal.Kind.HANDLER_STOPPED, null));
        socket.setReading(true);
        return open();
    }

    private Behavior<Tcp.ConnectionCommand> reading(boolean on) {
        socket.setReading(on);
        return Behaviors.same();
    }

    private Behavior<Tcp.ConnectionCommand> write(Tcp.Write write) {
        if (closing != null) {
            refuse(write, "the connection is closing");
        } else if (!socket.write(write)) {
            refuse(
                    write,
                    socket.pendingBytes() + " bytes are pending, aio.net.tcp.max-pending-write is "
                            + settings.maxPendingWriteBytes() + "; the peer reads too slowly");
        }
        return Behaviors.same();
    }

    private void refuse(Tcp.Write write, String why) {
        handler.tell(new Tcp.CommandFailed(
                write, new IllegalStateException("write of " + write.data().size() + " bytes refused: " + why)));
    }

    private Behavior<Tcp.ConnectionCommand> close(Tcp.CloseCommand command) {
        if (command instanceof Tcp.Abort) {
            socket.abort();
            return stopped(new Tcp.Aborted());
        }
        if (command instanceof Tcp.ConfirmedClose) {
            if (closing == null) {
                socket.setReading(true); // the end of the peer's input is what it waits for
            }
            return closing(new Tcp.ConfirmedClosed());
        }
        socket.setReading(false);
        return closing(new Tcp.Closed());
    }

    /** Nothing new is written; what is pending goes out first. */
    private Behavior<Tcp.ConnectionCommand> closing(Tcp.ConnectionClosed event) {
        registerTimeout.cancel();
        if (closing == null || event instanceof Tcp.Closed) {
            closing = event;
        }
        return socket.tellWhenAllWritten() ? ending() : allWritten();
    }

    private Behavior<Tcp.ConnectionCommand> onSignal(Signal signal) {
        return switch (signal.kind()) {
            case END_OF_INPUT -> endOfInput();
            case ALL_WRITTEN -> allWritten();
            case CONNECT_DECIDED -> Behaviors.same(); // TcpConnector, the state before these, has acted on it
            case FAILED -> stopped(new Tcp.ErrorClosed(String.valueOf(signal.cause())));
            case HANDLER_STOPPED -> handlerStopped();
            case REGISTER_TIMEOUT -> registerTimedOut();
        };
    }

    private Behavior<Tcp.ConnectionCommand> handlerStopped() {
        handler = context.getSystem().ignoreRef();
        socket.setReading(false);
        return closing(new Tcp.Closed());
    }

    private Behavior<Tcp.ConnectionCommand> registerTimedOut() {
        if (registered || closing != null) {
            return Behaviors.same(); // it was in the mailbox already when it was cancelled
        }
        context.getLog()
                .warn(
                        "nobody registered for a connection within {} (aio.net.tcp.register-timeout): closing it",
                        settings.registerTimeout());
        return stopped(new Tcp.Closed());
    }

    private Behavior<Tcp.ConnectionCommand> endOfInput() {
        inputEnded = true;
        if (closing instanceof Tcp.ConfirmedClosed) {
            return socket.isAllWritten() ? stopped(closing) : Behaviors.same();
        }
        if (closing != null) {
            return Behaviors.same();
        }
        if (keepOpenOnPeerClosed) {
            handler.tell(new Tcp.PeerClosed());
            return Behaviors.same();
        }
        return closing(new Tcp.PeerClosed());
    }

    private Behavior<Tcp.ConnectionCommand> allWritten() {
        if (closing == null) {
            return Behaviors.same();
        }
        if (closing instanceof Tcp.ConfirmedClosed && !inputEnded) {
            // If the connection is gone already, the read that goes on finds out why.
            Sockets.shutdownOutput(settings.syscalls(), socket.fd());
            return ending();
        }
        return stopped(closing);
    }

    private Behavior<Tcp.ConnectionCommand> stopped(Tcp.ConnectionClosed event) {
        socket.close();
        handler.tell(event);
        return Behaviors.stopped();
    }
}
