// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** Encrypted by the JDK's engine. */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Less than a client reads in one go, so that there is room for all that one read has brought. */
    private static final int ARRIVED_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final SSLEngine engine;

    /** Ciphertext; what is not a whole record stays. Ready to be read from. */
    private final ByteBuffer arrived = ByteBuffer.allocate(ARRIVED_BYTES).limit(0);

    /** Ciphertext that the socket has not taken. Ready to be read from. */
    private final ByteBuffer leaving;

    private TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        leaving = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize())
                .limit(0);
    }

    /** Shakes hands on a channel that blocks; blocks as long as that takes. */
    static TlsWire connect(SocketChannel channel, SSLEngine engine) throws IOException {
        TlsWire wire = new TlsWire(channel, engine);
        ByteBuffer none = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        engine.beginHandshake();
        for (HandshakeStatus status = engine.getHandshakeStatus();
                status != HandshakeStatus.NOT_HANDSHAKING;
                status = engine.getHandshakeStatus()) {
            switch (status) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    wire.wrap(NOTHING);
                    wire.flush();
                }
                default -> {
                    if (engine.unwrap(wire.arrived, none).getStatus() == Status.BUFFER_UNDERFLOW
                            && wire.receive() < 0) {
                        throw new EOFException("the server has closed in the handshake");
                    }
                }
            }
        }
        return wire;
    }

    private int receive() throws IOException {
        arrived.compact();
        int count = channel.read(arrived);
        arrived.flip();
        return count;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        boolean ended = receive() < 0;
        SSLEngineResult result = engine.unwrap(arrived, into);
        while (result.getStatus() == Status.OK && result.bytesConsumed() > 0) {
            result = engine.unwrap(arrived, into);
        }
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new IllegalStateException("no room for what has arrived: " + result);
        }
        boolean over = ended || result.getStatus() == Status.CLOSED;
        int count = into.position() - before;
        return count == 0 && over ? -1 : count;
    }

    private int wrap(ByteBuffer bytes) throws IOException {
        leaving.compact();
        SSLEngineResult result = engine.wrap(bytes, leaving);
        leaving.flip();
        return result.bytesConsumed();
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (!flush()) {
            return 0;
        }
        int taken = wrap(bytes);
        flush();
        return taken;
    }

    @Override
    public boolean flush() throws IOException {
        if (leaving.hasRemaining()) {
            channel.write(leaving);
        }
        return !leaving.hasRemaining();
    }

    /** The farewell is less than any socket has room for that has taken all before. */
    @Override
    public void endOutput() throws IOException {
        engine.closeOutbound();
        wrap(NOTHING);
        if (!flush()) {
            throw new IOException("no room for the end of our side");
        }
        channel.shutdownOutput();
    }
}
