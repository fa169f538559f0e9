// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.actor.ActorIdentity;
import akka.actor.Terminated;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.FlowShape;
import akka.stream.SharedKillSwitch;
import akka.stream.stage.InHandler;
import akka.stream.stage.OutHandler;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * A stage that is told {@link Tcp.ConnectionCommand}s by a handler, and tells it {@link Tcp.Event}s.
 *
 * <pre>
 *   open ──Close, ConfirmedClose──► closing ──all is written──► waiting for the client's end ──► ended
 *     └──the client has closed──► (kept open for the handler's Close, if it registered so) ─────►
 *     └──Abort, an error, the handler's end ... ────────────────────────────────────────────────►
 * </pre>
 *
 * <p>Back-pressure: a line is read when the one before was told, unless reading is suspended or the handler has too much that
 * it has not handled. Lines for the client wait in a bounded queue for demand, which ends at the client's socket.
 */
final class BridgeLogic extends TimerGraphStageLogic implements InHandler, OutHandler {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final ByteString LINE_END = ByteString.fromString("\r\n");

    private final FlowShape<ByteString, ByteString> shape;
    private final Function<ActorRef<Tcp.ConnectionCommand>, ActorRef<Tcp.Event>> open;
    private final SharedKillSwitch reset;
    private final LineQueue lines;
    private final HandlerCredit credit = new HandlerCredit();

    /** Null until it is opened. */
    private Tcp.@Nullable Recipient<?> handler;

    private boolean registered;
    private boolean keepOpen;
    private boolean suspended;
    private boolean clientClosed;

    /** How the handler wants it to end; null until it does. */
    private Tcp.@Nullable CloseCommand closing;

    /** Whether the handler knows how it has ended. */
    private boolean ended;

    BridgeLogic(
            FlowShape<ByteString, ByteString> shape,
            WebSettings settings,
            Function<ActorRef<Tcp.ConnectionCommand>, ActorRef<Tcp.Event>> open,
            SharedKillSwitch reset) {
        super(shape);
        this.shape = shape;
        this.open = open;
        this.reset = reset;
        this.lines = new LineQueue(settings.maxPendingBytes());
        setHandlers(shape.in(), shape.out(), this);
    }

    @Override
    public void preStart() {
        setKeepGoing(true); // until the handler has ended it, too
        akka.actor.ActorRef self = getStageActor(told -> {
                    receive(told._2());
                    return BoxedUnit.UNIT;
                })
                .ref();
        ActorRef<Tcp.Event> opened = open.apply(Adapter.toTyped(self));
        handler = new Tcp.Recipient<>(opened, Function.identity());
        stageActor().watch(Adapter.toClassic(opened));
        read();
    }

    private void receive(Object message) {
        if (message instanceof Tcp.WriteCommand write) {
            write(write);
        } else if (message instanceof Tcp.ResumeWriting) {
            lines.resume();
            send();
        } else if (message instanceof Tcp.SuspendReading) {
            suspended = true;
        } else if (message instanceof Tcp.ResumeReading) {
            suspended = false;
            read();
        } else if (message instanceof Tcp.CloseCommand close) {
            close(close);
        } else if (message instanceof Tcp.Register register) {
            register(register);
        } else if (message instanceof ActorIdentity answer) {
            credit.answered(answer.correlationId());
            read();
        } else if (message instanceof Terminated) {
            ended = true; // nobody hears of it any more
            close(new Tcp.Close());
        }
    }

    private void register(Tcp.Register register) {
        if (register.options().pullMode() || register.options().borrowedBuffers()) {
            throw new IllegalArgumentException("a WebSocket has neither pull mode nor borrowed buffers");
        }
        if (!registered) {
            registered = true;
            keepOpen = register.options().keepOpenOnPeerClosed();
            handler = register.handler();
        }
    }

    private void tell(Tcp.Event event) {
        tell(Objects.requireNonNull(handler), event);
    }

    private static <M> void tell(Tcp.Recipient<M> to, Tcp.Event event) {
        to.ref().tell(to.message().apply(event));
    }

    /** Tells how it has ended, unless the handler knows. */
    private void tellEnd(Tcp.ConnectionClosed event) {
        if (!ended) {
            ended = true;
            tell(event);
        }
    }

    // From the client.

    /** Asks for the next line, unless the handler wants none. */
    private void read() {
        boolean wanted = closing != null || (!suspended && !credit.isUsedUp());
        if (wanted && !isClosed(shape.in()) && !hasBeenPulled(shape.in())) {
            pull(shape.in());
        }
    }

    @Override
    public void onPush() {
        ByteString line = grab(shape.in());
        if (!ended && !(closing instanceof Tcp.Close)) {
            ByteString data = LineQueue.withoutEnd(line).concat(LINE_END).compact();
            tell(new Tcp.Received(data));
            akka.actor.ActorRef to =
                    Adapter.toClassic(Objects.requireNonNull(handler).ref());
            credit.tell(data.size(), to, stageActor().ref());
        }
        read();
    }

    @Override
    public void onUpstreamFinish() {
        clientClosed = true;
        lines.clear(); // it reads no more
        if (closing != null) {
            finish(closing);
        } else if (keepOpen) {
            tell(new Tcp.PeerClosed());
        } else {
            tellEnd(new Tcp.PeerClosed());
            completeStage();
        }
    }

    @Override
    public void onUpstreamFailure(Throwable cause) {
        tellEnd(new Tcp.ErrorClosed(String.valueOf(cause.getMessage())));
        completeStage();
    }

    // To the client.

    private void write(Tcp.WriteCommand command) {
        if (clientClosed || isClosed(shape.out())) {
            return; // nobody reads it, and the handler hears of that
        }
        String refusal = closing != null ? "the connection is closing" : lines.offer(command);
        if (refusal == null) {
            send();
        } else if (!ended) {
            tell(new Tcp.CommandFailed(command, new IllegalStateException(refusal)));
        }
    }

    private void send() {
        if (isClosed(shape.out())) {
            return;
        }
        while (isAvailable(shape.out()) && !lines.isEmpty()) {
            LineQueue.Line line = lines.poll();
            if (!line.bytes().isEmpty()) {
                push(shape.out(), line.bytes());
            }
            if (line.ack() != null && !ended) {
                tell(new Tcp.Ack(line.ack()));
            }
        }
        if (lines.resumed() && !ended) {
            tell(new Tcp.WritingResumed());
        }
        if (closing != null && lines.isEmpty()) {
            complete(shape.out());
            if (closing instanceof Tcp.Close) {
                tellEnd(new Tcp.Closed());
            }
        }
    }

    @Override
    public void onPull() {
        send();
    }

    /** The connection is about to end: how, the other side says. */
    @Override
    public void onDownstreamFinish(Throwable cause) {
        lines.clear();
        if (!isClosed(shape.in())) {
            scheduleOnce("gone", CLOSE_TIMEOUT);
            suspended = false;
            read();
        }
    }

    // The end.

    private void close(Tcp.CloseCommand command) {
        if (command instanceof Tcp.Abort) {
            finish(command);
            reset.abort(new IllegalStateException("aborted by the server"));
        } else if (clientClosed) {
            finish(command);
        } else if (closing == null) {
            closing = command;
            scheduleOnce("closing", CLOSE_TIMEOUT);
            send();
            read();
        }
    }

    private void finish(Tcp.CloseCommand command) {
        if (command instanceof Tcp.Abort) {
            tellEnd(new Tcp.Aborted());
        } else {
            tellEnd(command instanceof Tcp.Close ? new Tcp.Closed() : new Tcp.ConfirmedClosed());
        }
        completeStage();
    }

    @Override
    public void onTimer(Object key) {
        tellEnd(new Tcp.ErrorClosed("the client took more than " + CLOSE_TIMEOUT.toSeconds() + " s to close"));
        completeStage();
        reset.abort(new IllegalStateException("not closed in time"));
    }

    @Override
    public void postStop() {
        if (handler != null) {
            tellEnd(new Tcp.ErrorClosed("the stream was stopped"));
        }
    }
}
