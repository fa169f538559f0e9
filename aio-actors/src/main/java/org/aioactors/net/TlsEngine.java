// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * An {@link SSLEngine} on the memory of a loop. Keeps what has arrived and was not decrypted yet. Loop thread only, and not
 * while a task of the engine runs, which holds the engine's lock.
 */
final class TlsEngine {
    /** Why decrypting has come to a halt. */
    enum Halt {
        /** Nothing is left, or not a whole record. */
        STARVED,
        /** As much was decrypted as may be in one go; there may be more. */
        FULL,
        /** {@link #nextTask} is to be run off the loop. */
        TASK,
        /** The handshake is done. Once. */
        ESTABLISHED,
        /** The peer has ended its side. */
        ENDED,
        /** The peer has broken the rules, or the engine fails. */
        BROKEN
    }

    /** What was decrypted, why no more, and if it is broken, by what. */
    record Decrypted(ByteString data, Halt halt, @Nullable Exception failure) {}

    /** Bounds how long a peer that sends tiny records may keep the other connections of its loop waiting. */
    private static final int MAX_RECORDS_A_TURN = 128;

    /**
     * How many records without data a peer may send in a row. A few are usual: session tickets, new keys. Many are an
     * attack, since each costs us more than it.
     */
    private static final int MAX_EMPTY_RECORDS = 64;

    /** RFC 8446, 5.1. */
    private static final int MAX_PLAIN_BYTES_A_RECORD = 16 * 1024;

    /** Types of records, RFC 8446, 5.1. */
    private static final int ALERT = 21;

    private static final int HANDSHAKE = 22;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] NO_BYTES = {};

    private final SSLEngine engine;
    private final TlsBuffers buffers;

    /** Sends what the protocol itself has to say. */
    private final Consumer<ByteString> send;

    /** What has arrived and was not decrypted. */
    private byte[] rest = NO_BYTES;

    /** The first byte of all; -1 before that. */
    private int firstByte = -1;

    private boolean established;
    private int emptyRecords;

    /** An engine whose handshake has begun. */
    TlsEngine(SSLEngine engine, TlsBuffers buffers, Consumer<ByteString> send) {
        this.engine = engine;
        this.buffers = buffers;
        this.send = send;
    }

    TlsSession session() {
        return TlsSession.of(engine);
    }

    @Nullable Runnable nextTask() {
        return engine.getDelegatedTask();
    }

    /** Whether the handshake is done. */
    boolean isEstablished() {
        return established;
    }

    /** Whether the peer has begun with what no peer begins with that speaks TLS. */
    boolean isPlainText() {
        boolean oldHello = (firstByte & 0x80) != 0; // in the form of SSL 2, RFC 5246, E.2
        return firstByte >= 0 && firstByte != HANDSHAKE && firstByte != ALERT && !oldHello;
    }

    /** Ciphertext has arrived, at least a byte, which is not decrypted now. */
    void keep(ByteBuffer source, int length) {
        noteFirst(source);
        int before = rest.length;
        rest = Arrays.copyOf(rest, before + length);
        source.get(0, rest, before, length);
    }

    private void noteFirst(ByteBuffer source) {
        if (firstByte < 0) {
            firstByte = source.get(0) & 0xFF;
        }
    }

    /**
     * Goes on with what has arrived, and sends what the protocol has to say because of it.
     *
     * @param most how many bytes may be decrypted, but at least one record
     * @param more its first bytes have arrived just now
     * @param length how many
     */
    Decrypted decrypt(int most, ByteBuffer more, int length) {
        if (length > 0) {
            noteFirst(more);
        }
        int arrived = rest.length + length;
        ByteBuffer in = buffers.emptyArrived(arrived).put(rest);
        in.put(rest.length, more, 0, length).position(0).limit(arrived);
        ByteBuffer out = buffers.emptyDecrypted();
        Halt halt = null;
        Exception failure = null;
        try {
            for (int records = 0; halt == null; records++) {
                halt = step(in, out, records < MAX_RECORDS_A_TURN && hasRoom(out, most));
            }
        } catch (SSLException | RuntimeException e) { // the JDK's parsers are not beyond throwing the latter
            halt = Halt.BROKEN;
            failure = e;
        }
        if (in.remaining() != rest.length || length > 0) {
            rest = takeAll(in);
        }
        return new Decrypted(copy(out), halt, failure);
    }

    private static boolean hasRoom(ByteBuffer out, int most) {
        return out.position() == 0
                || out.position() + MAX_PLAIN_BYTES_A_RECORD <= Math.min(most, TlsBuffers.PLAIN_BYTES);
    }

    /** Null if it is to be gone on with. */
    private @Nullable Halt step(ByteBuffer in, ByteBuffer out, boolean mayDecrypt) throws SSLException {
        HandshakeStatus needed = engine.getHandshakeStatus();
        if (needed == HandshakeStatus.NEED_TASK) {
            return Halt.TASK;
        }
        if (needed == HandshakeStatus.NEED_WRAP) {
            return sendControl();
        }
        if (!mayDecrypt) {
            return Halt.FULL;
        }
        SSLEngineResult result = engine.unwrap(in, out);
        if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
            return Halt.STARVED;
        }
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            return Halt.FULL;
        }
        if (result.getStatus() == Status.CLOSED) {
            return Halt.ENDED;
        }
        countEmpty(result);
        return establishedBy(result);
    }

    private void countEmpty(SSLEngineResult result) throws SSLException {
        emptyRecords = !established || result.bytesProduced() > 0 ? 0 : emptyRecords + 1;
        if (emptyRecords > MAX_EMPTY_RECORDS) {
            throw new SSLException("the peer has sent " + emptyRecords + " records in a row without data");
        }
    }

    private @Nullable Halt establishedBy(SSLEngineResult result) throws SSLException {
        if (established || result.getHandshakeStatus() != HandshakeStatus.FINISHED) {
            return null;
        }
        established = true;
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            sendControl(); // session tickets, whether anything is read or not
        }
        return Halt.ESTABLISHED;
    }

    /** Sends one record that the engine wants to be sent. */
    private @Nullable Halt sendControl() throws SSLException {
        ByteBuffer out = buffers.emptyEncrypted();
        SSLEngineResult result = engine.wrap(NOTHING, out);
        if (out.position() > 0) {
            send.accept(copy(out));
        } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            throw new SSLException("the engine has nothing to send though it says so: " + result);
        }
        return establishedBy(result);
    }

    /** Encrypts all of {@code plain}, into memory of the loop's that is used again. */
    ByteBuffer encrypt(ByteBuffer plain) throws SSLException {
        ByteBuffer out = buffers.emptyEncrypted();
        while (plain.hasRemaining()) {
            SSLEngineResult result = engine.wrap(plain, out);
            if (result.getStatus() != Status.OK) {
                throw new SSLException(
                        result.getStatus() == Status.CLOSED
                                ? "the peer has ended the connection, and "
                                        + engine.getSession().getProtocol() + " does not let us write after that"
                                : "the engine can't encrypt: " + result);
            }
        }
        return out.flip();
    }

    /** Ends our side; returns what says so to the peer. */
    ByteString end() throws SSLException {
        engine.closeOutbound();
        return lastWords();
    }

    /** What tells the peer why it is broken; empty if there is nothing to say. */
    ByteString alert() {
        try {
            return lastWords();
        } catch (SSLException | RuntimeException again) {
            return ByteString.emptyByteString(); // what has broken it, which is known
        }
    }

    private ByteString lastWords() throws SSLException {
        ByteBuffer out = buffers.emptyEncrypted();
        SSLEngineResult result;
        do {
            result = engine.wrap(NOTHING, out);
        } while (result.bytesProduced() > 0 && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        return copy(out);
    }

    private static ByteString copy(ByteBuffer out) {
        return ByteString.fromArrayUnsafe(takeAll(out.flip()));
    }

    private static byte[] takeAll(ByteBuffer from) {
        byte[] bytes = from.hasRemaining() ? new byte[from.remaining()] : NO_BYTES;
        from.get(bytes);
        return bytes;
    }
}
