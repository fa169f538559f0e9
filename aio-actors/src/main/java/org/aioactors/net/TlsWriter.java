// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The sending side of a {@link TlsSocket}: encrypts what is written, as far as it can be sent soon. Loop thread only. */
final class TlsWriter {
    /**
     * The token of all ciphertext.
     *
     * @param acks what is to be acknowledged with it
     * @param protocolBytes how much it holds, if nothing of it was written by anybody; else 0
     */
    private record Sent(List<Object> acks, long protocolBytes) {}

    /** While so much is encrypted and not sent, no more is. */
    private static final int MAX_ENCRYPTED_BYTES = 128 * 1024;

    /** A block holds more memory than so little would need. */
    private static final int MIN_BLOCK_BYTES = BlockPool.LARGE_BYTES / 4;

    /** A peer that makes us say so much, and does not read it, is not read from. */
    private static final int MAX_UNSENT_OF_PROTOCOL = 16;

    private final StreamSocket socket;
    private final TlsBuffers buffers;
    private final BlockPool pool;
    private final TlsOutput output;

    /** How many pieces of ciphertext with writes in them the socket has not sent. */
    private int unsent;

    /** How many without. */
    private int unsentOfProtocol;

    /** What these hold. */
    private long protocolBytes;

    /** Nothing more is written, so the last is to say so. */
    private boolean finishing;

    private boolean finished;

    TlsWriter(StreamSocket socket, TlsBuffers buffers, BlockPool pool, TlsOutput output) {
        this.pool = pool;
        this.socket = socket;
        this.buffers = buffers;
        this.output = output;
    }

    /** Sends what the protocol itself has to say. */
    void sendOfProtocol(ByteString bytes) {
        long held = Outgoing.OVERHEAD_BYTES + (long) bytes.size();
        unsentOfProtocol++;
        protocolBytes += held;
        socket.write(new Tcp.Write(bytes, new Sent(List.of(), held)));
    }

    boolean isProtocolHeldUp() {
        return unsentOfProtocol > MAX_UNSENT_OF_PROTOCOL;
    }

    void add(Outgoing next) {
        output.add(next);
    }

    void finish() {
        finishing = true;
    }

    /** Encrypts and sends what is there. */
    void goOn(TlsEngine engine) throws SSLException {
        boolean more = true;
        while (more && socket.pendingBytes() < MAX_ENCRYPTED_BYTES) {
            more = encryptSome(engine);
        }
        if (finishing && !finished && output.isEmpty()) {
            finished = true;
            sendOfProtocol(engine.end());
        }
    }

    private boolean encryptSome(TlsEngine engine) throws SSLException {
        ByteBuffer plain = buffers.emptyPlain();
        List<Object> acks = output.moveTo(plain);
        if (acks != null) {
            unsent++;
            send(engine.encrypt(plain.flip()), new Sent(acks, 0));
        }
        return acks != null;
    }

    /** Much of it goes out from a block of the loop's: an array would have to be made, and zeroed, for each piece. */
    private void send(ByteBuffer encrypted, Sent token) {
        int length = encrypted.remaining();
        boolean isMuch = length >= MIN_BLOCK_BYTES && length <= BlockPool.LARGE_BYTES;
        LentBlock block = isMuch ? pool.takeLarge() : null;
        if (block == null) {
            socket.write(new Tcp.Write(ByteString.fromByteBuffer(encrypted), token));
        } else {
            block.source().put(0, encrypted, 0, length);
            socket.write(new Tcp.WriteBuffer(ReceivedBuffer.lent(block, length), token));
        }
    }

    /** Why what is next can't be sent; null if it can. */
    @Nullable String failure() {
        return output.failure();
    }

    /** The socket has sent all with that token; returns what is acknowledged by that. */
    List<Object> sent(Object token) {
        Sent sent = (Sent) token;
        if (sent.protocolBytes() > 0) {
            unsentOfProtocol--;
            protocolBytes -= sent.protocolBytes();
        } else {
            unsent--;
        }
        return sent.acks();
    }

    /** What is pending of what somebody has written: session tickets must not have a first, large write refused. */
    long pendingBytes() {
        return output.pendingBytes() + Math.max(0, socket.pendingBytes() - protocolBytes);
    }

    /** Whether all was sent, the farewell included. */
    boolean isAllWritten() {
        return isOnlyFarewellUnsent() && socket.isAllWritten();
    }

    /** Whether all was sent that somebody has written, and the farewell too, as far as we are concerned. */
    boolean isOnlyFarewellUnsent() {
        return output.isEmpty() && unsent == 0 && finishing == finished;
    }

    /** Whether there is a farewell. */
    boolean isFinished() {
        return finished;
    }

    /** Forgets all that is not encrypted. */
    void clear() {
        output.clear();
    }
}
