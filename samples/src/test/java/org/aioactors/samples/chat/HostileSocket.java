// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** A connection of a client that says what it likes, reads nothing unless told to, and goes without a word. */
final class HostileSocket implements AutoCloseable {
    private static final int SMALL_BUFFER_BYTES = 4096;
    private static final int DEADLINE_MS = 30_000;

    private final Socket socket = new Socket();

    HostileSocket(InetSocketAddress server) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
        socket.setSoTimeout(DEADLINE_MS);
        socket.setTcpNoDelay(true);
        socket.connect(server, DEADLINE_MS);
    }

    /** Connects and registers, and says these lines; nothing is read. */
    static HostileSocket register(InetSocketAddress server, String nick, String... lines) throws IOException {
        HostileSocket client = new HostileSocket(server);
        client.say("NICK " + nick, "USER u 0 * :r");
        client.say(lines);
        return client;
    }

    void say(String... lines) throws IOException {
        if (lines.length > 0) {
            send(String.join("\r\n", lines) + "\r\n");
        }
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that comes until the server ends the connection. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The same piece of text many times. */
    static String times(int count, String text) {
        return String.join("", Collections.nCopies(count, text));
    }

    /** Goes by a reset, whatever is on its way. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
