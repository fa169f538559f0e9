// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
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

    /** The token of all ciphertext that carries what was written: what is to be acknowledged with it. */
    private record Sent(List<Object> acks) {}

    /** While so much is encrypted and not sent, no more is. */
    private static final int MAX_ENCRYPTED_BYTES = 128 * 1024;

    private final StreamSocket socket;
    private final OffLoop offLoop;
    private final TlsBuffers buffers;
    private final TlsOutput output;

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

    /** How many pieces of ciphertext with writes in them the other socket has not sent. */
    private int unsent;

    /** Nothing more is written, so the last is to say so. */
    private boolean finishing;

    private boolean finished;

    /** Why it is broken, which was not told yet. */
    private @Nullable Exception failure;

    /** A socket on a loop, which owns the other one from now on. */
    TlsSocket(StreamSocket socket, AioLoop loop, OffLoop offLoop, Syscalls syscalls) {
        this.socket = socket;
        this.offLoop = offLoop;
        this.buffers = loop.resource(TlsBuffers.class, TlsBuffers::new);
        this.output = new TlsOutput(part -> new TlsFile(syscalls, offLoop, part, this::goOnWriting));
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
            engine = new TlsEngine(made, buffers, bytes -> socket.write(Tcp.Write.of(bytes)));
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

    /** Whether the listener wants what can be decrypted; the handshake always does. */
    private boolean isWanted() {
        return state == State.SHAKING
                || (state == State.OPEN && reading && !inputEnded && events != null && events.readAllowance() > 0);
    }

    private void updateReading() {
        if (state == State.SHAKING || state == State.OPEN) {
            socket.setReading(readAllowance() > 0);
        }
    }

    @Override
    public int readAllowance() {
        return starved && !engineBusy && !streamEnded && isWanted() ? IoBuffers.SIZE : 0;
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
        if (!decrypting && !starved && !engineBusy && engine != null && isWanted()) {
            decrypting = true;
            TlsEngine.Decrypted decrypted = engine.decrypt(events == null ? Integer.MAX_VALUE : events.readAllowance());
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
        output.add(next);
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
            boolean more = true;
            while (more && socket.pendingBytes() < MAX_ENCRYPTED_BYTES) {
                more = encryptSome(engine);
            }
            if (output.failure() != null) {
                breakOff(new SSLException(output.failure()));
            } else if (finishing && !finished && output.isEmpty()) {
                finished = true;
                socket.write(Tcp.Write.of(engine.end()));
            }
        } catch (SSLException | RuntimeException e) {
            fail(e);
        }
    }

    private boolean encryptSome(TlsEngine by) throws SSLException {
        ByteBuffer plain = buffers.emptyPlain();
        List<Object> acks = output.moveTo(plain);
        if (acks != null) {
            unsent++;
            socket.write(new Tcp.Write(by.encrypt(plain.flip()), new Sent(acks)));
        }
        return acks != null;
    }

    @Override
    public void acknowledged(Object token) {
        unsent--;
        for (Object ack : ((Sent) token).acks()) {
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
        goOnWriting();
        if (state == State.OPEN && failure == null && events != null) {
            events.written();
        }
    }

    @Override
    public long pendingBytes() {
        return output.pendingBytes() + socket.pendingBytes();
    }

    @Override
    public boolean isAllWritten() {
        return output.isEmpty() && socket.isAllWritten() && (!finishing || finished || state != State.OPEN);
    }

    @Override
    public void finish() {
        finishing = true;
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
        } else if (finished && inputEnded && unsent == 0 && events != null) {
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
                socket.write(Tcp.Write.of(alert));
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
        output.clear();
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
        output.clear();
        goOn.close();
    }
}
