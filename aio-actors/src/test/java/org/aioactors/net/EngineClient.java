// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** A client that makes records as it likes, which the JDK's sockets don't. Blocks. */
final class EngineClient {
    private final Socket socket;
    private final SSLEngine engine;
    private final ByteBuffer in = ByteBuffer.allocate(64 << 10).limit(0);
    private final ByteBuffer plain = ByteBuffer.allocate(64 << 10);

    /** On a connected socket. */
    EngineClient(Socket socket, SSLContext context) throws IOException {
        this.socket = socket;
        engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        for (HandshakeStatus status = engine.getHandshakeStatus();
                status != HandshakeStatus.NOT_HANDSHAKING;
                status = engine.getHandshakeStatus()) {
            switch (status) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> send(record(new byte[0]));
                default -> unwrap();
            }
        }
    }

    private void unwrap() throws IOException {
        if (engine.unwrap(in, plain.clear()).getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            in.compact();
            in.put((byte) socket.getInputStream().read());
            in.flip();
        }
    }

    /** What is sent for these bytes, at most 16 KiB: one record, be it empty. */
    byte[] record(byte[] data) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(64 << 10);
        engine.wrap(ByteBuffer.wrap(data), out);
        byte[] made = new byte[out.flip().remaining()];
        out.get(made);
        return made;
    }

    /** So many bytes, each in a record of its own. */
    byte[] tinyRecords(int count) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            made.writeBytes(record(new byte[] {(byte) i}));
        }
        return made.toByteArray();
    }

    void send(byte[] records) throws IOException {
        socket.getOutputStream().write(records);
    }
}
