// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A person with {@code nc}: a plain blocking socket. Whatever it waits for must come within {@link #DEADLINE_MS}. */
final class ChatClient implements AutoCloseable {
    static final int DEADLINE_MS = 30_000;

    private static final int DEFAULT_RECEIVE_BUFFER = 0;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    private ChatClient(InetSocketAddress server, int receiveBufferBytes) throws IOException {
        socket = new Socket();
        if (receiveBufferBytes != DEFAULT_RECEIVE_BUFFER) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setSoTimeout(DEADLINE_MS);
        socket.setTcpNoDelay(true);
        socket.connect(server, DEADLINE_MS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = socket.getOutputStream();
    }

    /** Connects, and does not look at the greeting. */
    static ChatClient connect(InetSocketAddress server) throws IOException {
        return new ChatClient(server, DEFAULT_RECEIVE_BUFFER);
    }

    /** Connects, takes a name, goes to a room and is there when this returns. */
    static ChatClient enter(InetSocketAddress server, String name, String room) throws IOException {
        return enter(server, name, room, DEFAULT_RECEIVE_BUFFER);
    }

    static ChatClient enter(InetSocketAddress server, String name, String room, int receiveBufferBytes)
            throws IOException {
        ChatClient client = new ChatClient(server, receiveBufferBytes);
        client.send("/nick " + name + "\n/join " + room + "\n");
        client.awaitStart("* you are in " + room + " ");
        return client;
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Returns the next line, or null at the end of the stream. */
    String line() throws IOException {
        return in.readLine();
    }

    /** The next lines must be these. */
    void expect(String... lines) throws IOException {
        for (String line : lines) {
            assertThat(line()).isEqualTo(line);
        }
    }

    /** There must be no next line, and no reset. */
    void expectEnd() throws IOException {
        assertThat(line()).isNull();
    }

    /** The stream must end, after whatever is still in it. */
    void expectEndOrReset() throws IOException {
        boolean over = false;
        while (!over) {
            try {
                over = line() == null;
            } catch (SocketException e) {
                over = true;
            }
        }
    }

    /** Passes over lines until one begins so, and returns it. */
    String awaitStart(String start) throws IOException {
        String line = line();
        while (line != null && !line.startsWith(start)) {
            line = line();
        }
        assertThat(line).as("a line that starts with '%s'", start).isNotNull();
        return line;
    }

    /** Sends no more, as {@code nc -N} does at the end of its input. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends with a reset, as a machine does that was switched off and on. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
