// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.aioactors.aio.BottomHalf;
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
final class TlsSocket implements StreamSocket, StreamSocket.Events, TlsReader.Owner {
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
    private final TlsReader reader;
    private final TlsWriter writer;

    /** Goes on with what was left in another turn of the loop. */
    private final BottomHalf goOn;

    private State state = State.SHAKING;
    private @Nullable Handshake handshake;

    /** Null until {@link #start}. */
    private @Nullable Events events;

    private boolean reading;

    /** The peer has ended its side by the protocol's own word. */
    private boolean inputEnded;

    /** What is written in this turn of the loop waits for the next one, to become one record. */
    private boolean collecting;

    /** Why it is broken, which was not told yet. */
    private @Nullable Exception failure;

    /** A socket on a loop, which owns the other one from now on. */
    TlsSocket(StreamSocket socket, AioLoop loop, OffLoop offLoop, TcpSettings settings) {
        this.socket = socket;
        TlsBuffers buffers = loop.resource(TlsBuffers.class, TlsBuffers::new);
        TlsOutput output = new TlsOutput(part -> new TlsFile(settings.syscalls(), offLoop, part, this::goOnWriting));
        this.writer = new TlsWriter(socket, buffers, Intake.of(loop, settings).pool(), output);
        this.reader = new TlsReader(offLoop, buffers, writer::sendOfProtocol, this);
        this.goOn = loop.context().newBottomHalf("tls", this::goOn);
    }

    /** Shakes hands with the peer, on an engine that has begun to. Once. */
    void handshake(Callable<SSLEngine> makeEngine, Handshake listener) {
        handshake = listener;
        socket.start(this);
        reader.open(makeEngine);
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
            engineFree();
        }
    }

    @Override
    public void engineFree() {
        reader.goOn();
        updateReading();
    }

    @Override
    public void goOnLater() {
        goOn.schedule();
    }

    @Override
    public boolean isAlive() {
        return state == State.SHAKING || state == State.OPEN;
    }

    // ---- reading ----

    @Override
    public void setReading(boolean on) {
        if (reading != on) {
            reading = on;
            if (on && !reader.isStarved()) {
                goOn.schedule();
            }
            updateReading();
        }
    }

    /** The handshake always goes on. */
    @Override
    public int allowance() {
        if (state == State.SHAKING) {
            return IoBuffers.SIZE;
        }
        boolean wanted = state == State.OPEN && reading && !inputEnded && !writer.isProtocolHeldUp();
        return wanted && events != null ? events.readAllowance() : 0;
    }

    private void updateReading() {
        if (isAlive()) {
            socket.setReading(readAllowance() > 0);
        }
    }

    @Override
    public int readAllowance() {
        return reader.takesMore() ? allowance() : 0;
    }

    @Override
    public void received(ByteString data) {
        arrived(data.asByteBuffer(), data.size());
    }

    @Override
    public void arrived(ByteBuffer source, int length) {
        reader.add(source, length);
        updateReading();
    }

    @Override
    public void unread() {
        if (events != null) {
            events.unread();
        }
    }

    @Override
    public long unreadBytes() {
        return socket.unreadBytes();
    }

    @Override
    public void endOfInput() {
        reader.endOfStream();
    }

    @Override
    public void decrypted(ByteString data) {
        if (events != null) {
            events.received(data);
        }
    }

    @Override
    public void established(TlsSession session) {
        state = State.OPEN;
        if (handshake != null) {
            handshake.established(session);
            handshake = null;
        }
    }

    @Override
    public void ended() {
        if (state == State.SHAKING) {
            failed(new SSLException("the peer has ended the connection in the handshake"));
        } else if (!inputEnded && events != null) {
            inputEnded = true;
            events.endOfInput();
        }
    }

    @Override
    public void cutOff(Exception cause) {
        if (!inputEnded) {
            breakOff(cause);
        }
    }

    // ---- writing ----

    @Override
    public void write(Outgoing next) {
        if (state != State.OPEN) {
            Outgoing.drop(next);
            return;
        }
        writer.add(next instanceof Tcp.WriteBuffer borrowed ? copied(borrowed) : next);
        if (!collecting) {
            collecting = true;
            goOnWriting();
            goOn.schedule(); // in the same turn as the other socket's sending
        }
    }

    /** It would have to be kept until it is encrypted, which is another copy anyway. */
    private static Tcp.Write copied(Tcp.WriteBuffer borrowed) {
        Tcp.Write write = new Tcp.Write(borrowed.data().toByteString(), borrowed.ack());
        borrowed.data().letGo();
        return write;
    }

    /** Encrypts what is there, as far as it can be sent soon. */
    private void goOnWriting() {
        TlsEngine engine = reader.idleEngine();
        if (state != State.OPEN || engine == null) {
            return;
        }
        try {
            writer.goOn(engine);
            if (writer.failure() != null) {
                breakOff(new SSLException(writer.failure()));
            }
        } catch (SSLException | RuntimeException e) {
            failed(e);
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
        if (!reader.isStarved()) {
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
    public long sentBytes() {
        return socket.sentBytes();
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
    @Override
    public void failed(Exception cause) {
        if (isAlive()) {
            TlsEngine engine = state == State.SHAKING || socket.isAllWritten() ? reader.idleEngine() : null;
            ByteString alert = engine == null ? ByteString.emptyByteString() : engine.alert();
            if (alert.isEmpty()) {
                breakOff(cause);
            } else {
                broken(cause);
                writer.sendOfProtocol(alert);
            }
        }
    }

    private void breakOff(Exception cause) {
        if (isAlive()) {
            broken(cause);
            tellFailure();
        }
    }

    private void broken(Exception cause) {
        state = State.BROKEN;
        failure = cause;
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
