// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    /** On a connected socket; shakes hands. */
    EngineClient(Socket socket, SSLContext context, String protocol) throws IOException {
        this.socket = socket;
        engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
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

    private SSLEngineResult.Status unwrap() throws IOException {
        SSLEngineResult.Status status = engine.unwrap(in, plain.clear()).getStatus();
        if (status == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("no close_notify");
            }
            in.compact().put((byte) next).flip();
        }
        return status;
    }

    /** All that comes until the peer says by a close_notify that it ends. */
    String receiveUntilEnd() throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        while (unwrap() != SSLEngineResult.Status.CLOSED) {
            byte[] bytes = new byte[plain.flip().remaining()];
            plain.get(bytes);
            received.writeBytes(bytes);
        }
        return received.toString(StandardCharsets.UTF_8);
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
