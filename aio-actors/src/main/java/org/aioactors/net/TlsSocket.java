// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.aioactors.aio.BottomHalf;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * A socket that encrypts what is written to it, and decrypts what another one reads. Before it can be started it is
 * {@linkplain #handshake opened}:
 *
 * <pre>
 *   handshake ──► SHAKING ──established──► OPEN ──abort, close──► CLOSED
 *                    └─────────failed────────┴──► BROKEN ──────────┘
 * </pre>
 *
 * <p>What takes long (certificates, keys, files) is done off the loop. Nothing is read while that goes on, nor more than
 * was asked for, and no more is encrypted ahead than the other socket can send soon: what is held is bounded both ways.
 */
final class TlsSocket implements StreamSocket, StreamSocket.Events {
    /** Hears how the handshake goes. Each may close the socket, and must if it has failed. */
    interface Handshake {
        /** It is done; the socket may be started. */
        void established(TlsSession session);

        void failed(Exception cause);
    }

    private enum State {
        SHAKING,
        OPEN,
        BROKEN,
        CLOSED
    }

    private final StreamSocket socket;
    private final OffLoop offLoop;
    private final TlsBuffers buffers;
    private final TlsWriter writer;

    /** Goes on with what was left in another turn of the loop. */
    private final BottomHalf goOn;

    private State state = State.SHAKING;
    private @Nullable Handshake handshake;

    /** Null until it was made. */
    private @Nullable TlsEngine engine;

    /** Null until {@link #start}. */
    private @Nullable Events events;

    /** Somebody else has the engine. */
    private boolean engineBusy = true;

    /** Decrypting goes on: who is told of it may have called back. */
    private boolean decrypting;

    /** Nothing can be decrypted until more has arrived. */
    private boolean starved;

    private boolean reading;

    /** The peer has ended its side by the protocol's own word. */
    private boolean inputEnded;

    /** The other socket's end of input, which must not come before that. */
    private boolean streamEnded;

    /** What is written in this turn of the loop waits for the next one, to become one record. */
    private boolean collecting;

    /** Why it is broken, which was not told yet. */
    private @Nullable Exception failure;

    /** A socket on a loop, which owns the other one from now on. */
    TlsSocket(StreamSocket socket, AioLoop loop, OffLoop offLoop, Syscalls syscalls) {
        this.socket = socket;
        this.offLoop = offLoop;
        this.buffers = loop.resource(TlsBuffers.class, TlsBuffers::new);
        TlsOutput output = new TlsOutput(part -> new TlsFile(syscalls, offLoop, part, this::goOnWriting));
        this.writer = new TlsWriter(socket, buffers, output);
        this.goOn = loop.context().newBottomHalf("tls", this::goOn);
    }

    /** Shakes hands with the peer, on an engine that has begun to. Once. */
    void handshake(Callable<SSLEngine> makeEngine, Handshake listener) {
        handshake = listener;
        socket.start(this);
        offLoop.call(makeEngine, this::engineMade);
    }

    private void engineMade(@Nullable SSLEngine made, @Nullable Throwable thrown) {
        engineBusy = false;
        if (state != State.SHAKING) {
            return;
        }
        if (made == null) {
            fail(new SSLException("can't make an engine: " + thrown, thrown));
        } else {
            engine = new TlsEngine(made, buffers, writer::sendOfProtocol);
            decrypt();
        }
    }

    @Override
    public void start(Events listener) {
        events = listener;
        if (failure != null) {
            goOn.schedule(); // not from in here
        }
    }

    private void goOn() {
        collecting = false;
        if (failure != null) {
            tellFailure();
        } else {
            goOnWriting();
            decrypt();
        }
    }

    // ---- reading ----

    @Override
    public void setReading(boolean on) {
        if (reading != on) {
            reading = on;
            if (on && !starved) {
                goOn.schedule();
            }
            updateReading();
        }
    }

    /** How much may be decrypted; the handshake always goes on. */
    private int allowance() {
        if (state == State.SHAKING) {
            return IoBuffers.SIZE;
        }
        boolean wanted = state == State.OPEN && reading && !inputEnded && !writer.isProtocolHeldUp();
        return wanted && events != null ? events.readAllowance() : 0;
    }

    private void updateReading() {
        if (state == State.SHAKING || state == State.OPEN) {
            socket.setReading(readAllowance() > 0);
        }
    }

    @Override
    public int readAllowance() {
        return starved && !engineBusy && !streamEnded ? allowance() : 0;
    }

    @Override
    public void received(ByteString data) {
        if (engine != null) {
            engine.add(data);
            starved = false;
            decrypt();
        }
    }

    @Override
    public void endOfInput() {
        streamEnded = true;
        if (starved) {
            cutOff();
        }
    }

    /** The stream has ended and the peer has not said so: somebody else may have cut it off. */
    private void cutOff() {
        if (!inputEnded) {
            breakOff(new SSLException(
                    state == State.SHAKING
                            ? "the peer has closed the connection in the handshake"
                            : "truncated: the peer has closed the connection without close_notify"));
        }
    }

    /** Decrypts what has arrived, as far as it is wanted. */
    private void decrypt() {
        int allowance = decrypting || starved || engineBusy ? 0 : allowance();
        if (allowance > 0 && engine != null) {
            decrypting = true;
            TlsEngine.Decrypted decrypted = engine.decrypt(allowance);
            starved = decrypted.halt() == TlsEngine.Halt.STARVED;
            if (!decrypted.data().isEmpty() && events != null) {
                events.received(decrypted.data());
            }
            decrypting = false;
            if (state == State.SHAKING || state == State.OPEN) {
                halted(engine, decrypted);
            }
        }
        updateReading();
    }

    private void halted(TlsEngine halted, TlsEngine.Decrypted decrypted) {
        switch (decrypted.halt()) {
            case STARVED -> {
                if (streamEnded) {
                    cutOff();
                }
            }
            case FULL -> goOn.schedule();
            case TASK -> runTasks(halted);
            case ESTABLISHED -> established(halted);
            case ENDED -> ended();
            case BROKEN ->
                fail(
                        state == State.SHAKING && halted.isPlainText()
                                ? new SSLException("the peer does not speak TLS", decrypted.failure())
                                : decrypted.failure());
        }
    }

    private void runTasks(TlsEngine waiting) {
        if (state == State.OPEN) {
            // Each would cost us far more than the peer, and TLS 1.3 has abolished it.
            fail(new SSLException("the peer wants to negotiate again, which is refused"));
            return;
        }
        engineBusy = true;
        offLoop.call(
                () -> {
                    for (Runnable task = waiting.nextTask(); task != null; task = waiting.nextTask()) {
                        task.run();
                    }
                    return true;
                },
                (done, thrown) -> {
                    engineBusy = false;
                    if (thrown != null) {
                        fail(new SSLException("a task of the handshake has failed: " + thrown, thrown));
                    } else {
                        decrypt();
                    }
                });
    }

    private void established(TlsEngine done) {
        state = State.OPEN;
        if (handshake != null) {
            handshake.established(done.session());
            handshake = null;
        }
    }

    private void ended() {
        starved = true; // nothing counts that may follow
        if (state == State.SHAKING) {
            fail(new SSLException("the peer has ended the connection in the handshake"));
        } else if (!inputEnded && events != null) {
            inputEnded = true;
            events.endOfInput();
        }
    }

    // ---- writing ----

    @Override
    public void write(Outgoing next) {
        if (state != State.OPEN) {
            Outgoing.drop(next);
            return;
        }
        writer.add(next);
        if (!collecting) {
            collecting = true;
            goOnWriting();
            goOn.schedule(); // in the same turn as the other socket's sending
        }
    }

    /** Encrypts what is there, as far as it can be sent soon. */
    private void goOnWriting() {
        if (state != State.OPEN || engine == null || failure != null) {
            return;
        }
        try {
            writer.goOn(engine);
            if (writer.failure() != null) {
                breakOff(new SSLException(writer.failure()));
            }
        } catch (SSLException | RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void acknowledged(Object token) {
        for (Object ack : writer.sent(token)) {
            if (state == State.OPEN && events != null) {
                events.acknowledged(ack);
            }
        }
    }

    @Override
    public void written() {
        if (failure != null) {
            tellFailure(); // the alert had its chance
            return;
        }
        if (!starved) {
            goOn.schedule(); // the protocol may have been held up
        }
        goOnWriting();
        if (state == State.OPEN && failure == null && events != null) {
            events.written();
        }
    }

    @Override
    public long pendingBytes() {
        return writer.pendingBytes();
    }

    @Override
    public boolean isAllWritten() {
        return writer.isAllWritten();
    }

    @Override
    public void finish() {
        writer.finish();
        goOnWriting();
    }

    @Override
    public void shutdownOutput() {
        socket.shutdownOutput();
    }

    // ---- the end ----

    @Override
    public void failed(String cause) {
        if (failure != null) {
            tellFailure();
        } else if (inputEnded && writer.isFinished() && writer.isOnlyFarewellUnsent() && events != null) {
            events.written(); // only our farewell was lost, on somebody who has said his
        } else {
            breakOff(new SSLException(cause));
        }
    }

    /** The peer is told why, if it can be in one go, and then the listener. */
    private void fail(@Nullable Exception cause) {
        if (state == State.SHAKING || state == State.OPEN) {
            boolean mayTell = state == State.SHAKING || socket.isAllWritten();
            ByteString alert = mayTell && engine != null && !engineBusy ? engine.alert() : ByteString.emptyByteString();
            if (alert.isEmpty()) {
                breakOff(cause);
            } else {
                broken(cause);
                writer.sendOfProtocol(alert);
            }
        }
    }

    private void breakOff(@Nullable Exception cause) {
        if (state == State.SHAKING || state == State.OPEN) {
            broken(cause);
            tellFailure();
        }
    }

    private void broken(@Nullable Exception cause) {
        state = State.BROKEN;
        failure = cause == null ? new SSLException("broken") : cause;
        writer.clear();
        socket.setReading(false);
    }

    private void tellFailure() {
        Exception cause = failure;
        if (cause != null && handshake != null) {
            failure = null;
            handshake.failed(cause);
        } else if (cause != null && events != null) {
            failure = null;
            events.failed(TlsFailure.describe(cause));
        }
    }

    @Override
    public void abort() {
        release();
        socket.abort();
    }

    @Override
    public void close() {
        release();
        socket.close();
    }

    private void release() {
        state = State.CLOSED;
        failure = null;
        writer.clear();
        goOn.close();
    }
}
