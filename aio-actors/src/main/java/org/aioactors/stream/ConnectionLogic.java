// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.actor.Terminated;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.FlowShape;
import akka.stream.stage.InHandler;
import akka.stream.stage.OutHandler;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import org.aioactors.net.RegisterOptions;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/**
 * A connection as a stage: writes what comes from upstream, and emits what the peer sends as downstream asks for it. The
 * stage's thread only.
 *
 * <p>Upstream's end is told as {@link Tcp.ConfirmedClose}, after which the peer's end ends the stage: so no byte that
 * the peer still sends makes the kernel reset the connection, and with it lose what was written. What nobody wants to
 * read any more is read and dropped, and awaited for {@code aio.net.tcp.close-timeout} when all was written.
 */
abstract class ConnectionLogic extends TimerGraphStageLogic implements InHandler, OutHandler {
    /** The key of the timer that ends the wait for the peer's end. */
    private static final String LINGER = "linger";

    private static final String TOO_LATE =
            "the connection is closed; was its flow not run within aio.net.tcp.register-timeout?";

    private static final RegisterOptions PULLED =
            RegisterOptions.DEFAULT.withPullMode().withKeepOpenOnPeerClosed();

    private final FlowShape<ByteString, ByteString> shape;
    private final ConnectionSettings settings;
    private final boolean halfClose;
    private final WriteWindow window;

    /** Null until connected. */
    private @Nullable ActorRef<Tcp.ConnectionCommand> connection;

    /** What is left of the last element. */
    private ByteString unwritten = ByteString.emptyByteString();

    /** Whether the end of our side was told. */
    private boolean outputEnded;

    /** Whether nobody wants to read any more, so that the wait for the peer's end is limited. */
    private boolean lingering;

    /** Whether the connection knows how this stage ends, or has ended itself. */
    private boolean released;

    ConnectionLogic(FlowShape<ByteString, ByteString> shape, ConnectionSettings settings, boolean halfClose) {
        super(shape);
        this.shape = shape;
        this.settings = settings;
        this.halfClose = halfClose;
        this.window = new WriteWindow(settings.windowBytes());
        setHandlers(shape.in(), shape.out(), this);
    }

    /** The stage is ready: {@code self} hears of a connection from now on. */
    abstract void started(ActorRef<Tcp.Event> self);

    /** The stage ends with that before it was connected. */
    abstract void endedUnconnected(Throwable cause);

    @Override
    public void preStart() {
        setKeepGoing(true); // until the connection has ended, too
        started(self());
    }

    private ActorRef<Tcp.Event> self() {
        return Adapter.toTyped(getStageActor(StageMessages.to(this::receive)).ref());
    }

    /** To be called once, when there is a connection. */
    final void connected(ActorRef<Tcp.ConnectionCommand> to) {
        connection = to;
        stageActor().watch(Adapter.toClassic(to));
        to.tell(Tcp.Register.of(Adapter.<Tcp.Event>toTyped(stageActor().ref())).with(PULLED));
        if (isClosed(shape.in())) {
            endOutput();
        } else {
            tryPull(shape.in());
        }
        if (isClosed(shape.out()) || isAvailable(shape.out())) {
            tell(new Tcp.ResumeReading());
        }
    }

    private boolean isConnected() {
        return connection != null;
    }

    private void tell(Tcp.ConnectionCommand command) {
        if (connection != null) {
            connection.tell(command);
        }
    }

    /** What is not of a connection that is open. */
    void receiveUnconnected(Object message) {}

    private void receive(Object message) {
        if (!isConnected()) {
            receiveUnconnected(message);
        } else if (message instanceof Tcp.Received received) {
            received(received.data());
        } else if (message instanceof Tcp.Ack ack) {
            window.acked((Long) ack.token());
            write();
            lingerIfWritten();
        } else if (message instanceof Tcp.ConnectionClosed closed) {
            closed(closed);
        } else if (message instanceof Tcp.CommandFailed failed) {
            abort(Failures.tcp("a write failed: " + failed.cause().getMessage(), failed.cause()));
        } else if (message instanceof Terminated) {
            ended(Failures.tcp(TOO_LATE));
        }
    }

    private void received(ByteString data) {
        if (isClosed(shape.out())) {
            tell(new Tcp.ResumeReading()); // dropped, so that the peer's end is heard of
        } else {
            push(shape.out(), data);
        }
    }

    private void closed(Tcp.ConnectionClosed event) {
        if (event instanceof Tcp.PeerClosed) {
            complete(shape.out());
        } else if (event instanceof Tcp.ErrorClosed error) {
            ended(Failures.tcp("the connection has ended with an error: " + error.cause()));
        } else if (outputEnded && !(event instanceof Tcp.Aborted)) {
            released = true;
            completeStage();
        } else {
            ended(Failures.tcp(event instanceof Tcp.Aborted ? "the connection was aborted" : TOO_LATE));
        }
    }

    private void ended(Throwable cause) {
        released = true;
        failStage(cause);
    }

    private void abort(Throwable cause) {
        if (isConnected()) {
            tell(new Tcp.Abort());
        } else {
            endedUnconnected(cause);
        }
        ended(cause);
    }

    @Override
    public void onPush() {
        unwritten = grab(shape.in());
        write();
    }

    /** Writes as much as there is room for, and asks for more if there is. */
    private void write() {
        for (int piece = nextPiece(); piece > 0; piece = nextPiece()) {
            ByteString data = unwritten.take(piece);
            unwritten = unwritten.drop(piece);
            tell(new Tcp.Write(data, window.tell(piece) ? window.mark() : null));
        }
        if (!unwritten.isEmpty()) {
            return;
        }
        if (isClosed(shape.in())) {
            endOutput();
        } else if (window.isOpen() && !hasBeenPulled(shape.in())) {
            pull(shape.in());
        }
    }

    private int nextPiece() {
        return unwritten.isEmpty() ? 0 : window.piece(unwritten.size());
    }

    @Override
    public void onUpstreamFinish() {
        if (unwritten.isEmpty()) {
            endOutput();
        }
    }

    private void endOutput() {
        if (!isConnected()) {
            giveUpIfUseless();
        } else if (!outputEnded) {
            outputEnded = true;
            released = true;
            if (window.askForAll()) {
                tell(new Tcp.Write(ByteString.emptyByteString(), window.mark()));
            }
            tell(new Tcp.ConfirmedClose());
            if (!halfClose || isClosed(shape.out())) {
                readNoMore();
            }
        }
    }

    /** Our side has ended, and nobody wants to read what the peer still sends. */
    private void readNoMore() {
        lingering = true;
        if (!isClosed(shape.out())) {
            complete(shape.out());
        }
        tell(new Tcp.ResumeReading());
        lingerIfWritten();
    }

    private void lingerIfWritten() {
        if (lingering && window.isAllAcked()) {
            scheduleOnce(LINGER, settings.closeTimeout());
        }
    }

    @Override
    public void onTimer(Object key) {
        tell(new Tcp.Close());
    }

    @Override
    public void onUpstreamFailure(Throwable cause) {
        abort(cause);
    }

    @Override
    public void onPull() {
        tell(new Tcp.ResumeReading());
    }

    @Override
    public void onDownstreamFinish(Throwable cause) {
        if (Failures.isFailure(cause)) {
            abort(cause);
        } else if (!isConnected()) {
            giveUpIfUseless();
        } else if (outputEnded) {
            readNoMore();
        } else {
            tell(new Tcp.ResumeReading());
        }
    }

    /** Before it is connected: if nobody wants to write or to read any more. */
    private void giveUpIfUseless() {
        if (isClosed(shape.in()) && isClosed(shape.out())) {
            endedUnconnected(Failures.tcp("given up before it was connected: both sides of the stream have ended"));
            completeStage();
        }
    }

    @Override
    public void postStop() {
        if (!isConnected()) {
            endedUnconnected(Failures.tcp("the stream was stopped before it was connected"));
        } else if (!released) {
            tell(new Tcp.Abort());
        }
    }
}
