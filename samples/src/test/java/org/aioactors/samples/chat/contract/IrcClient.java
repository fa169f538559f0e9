// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person with a plain socket who says lines to an IRC server, and checks what comes. Blocks; whatever is waited for must come
 * within {@link #DEADLINE_MS}. Answers the server's pings, of which nobody hears. One thread's.
 *
 * <p>Patterns are those of {@link LinePattern}. What fails throws an {@link AssertionError} with all that was said.
 */
public final class IrcClient implements AutoCloseable {
    /** Much longer than any server takes on a machine that does something else as well. */
    public static final int DEADLINE_MS = 10_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    /** All that was said and heard. */
    private final List<String> transcript = new ArrayList<>();

    private int syncs;

    /** Of a socket that is connected, and that it closes. */
    IrcClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(DEADLINE_MS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = socket.getOutputStream();
    }

    /** Connects, and says nothing yet. */
    public static IrcClient connect(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.connect(server, DEADLINE_MS);
        return new IrcClient(socket);
    }

    /** Connects, registers with a nickname, and has read all of the greeting when this returns. */
    public static IrcClient register(InetSocketAddress server, String nick, String... capabilities) throws IOException {
        IrcClient client = connect(server);
        if (capabilities.length > 0) {
            client.send("CAP LS 302");
        }
        client.send("NICK " + nick);
        client.send("USER " + nick + " 0 * :Real " + nick);
        if (capabilities.length > 0) {
            client.send("CAP REQ :" + String.join(" ", capabilities));
            client.await("CAP … ACK …");
            client.send("CAP END");
        }
        client.await("376|422 …*");
        client.drain();
        client.transcript.clear(); // the greeting is long, and nobody's news
        return client;
    }

    /** Says a line. */
    public void send(String line) throws IOException {
        send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        transcript.add("> " + line);
    }

    /** Says bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The next line must match; returns it. */
    public String expect(String pattern) throws IOException {
        String line = next(pattern);
        if (!LinePattern.of(pattern).matches(line)) {
            throw failure("expected " + pattern + ", but heard " + line);
        }
        return line;
    }

    /** Passes over lines until one matches, and returns that. */
    public String await(String pattern) throws IOException {
        LinePattern wanted = LinePattern.of(pattern);
        String line = next(pattern);
        while (!wanted.matches(line)) {
            line = next(pattern);
        }
        return line;
    }

    /** There must be no line before the answer to a ping that is sent now. */
    public void expectNothing() throws IOException {
        String token = "sync" + ++syncs;
        send("PING " + token);
        expect("PONG …* " + token);
    }

    /** Passes over all lines before the answer to a ping that is sent now. */
    public void drain() throws IOException {
        String token = "sync" + ++syncs;
        send("PING " + token);
        await("PONG …* " + token);
    }

    /** The stream must end, after whatever is still in it. */
    public void expectEnd() throws IOException {
        String line = read("the end");
        while (line != null) {
            line = read("the end");
        }
    }

    private String next(String pattern) throws IOException {
        String line = read(pattern);
        if (line == null) {
            throw failure("expected " + pattern + ", but the server has closed the connection");
        }
        return line;
    }

    private @Nullable String read(String pattern) throws IOException {
        while (true) {
            String line;
            try {
                line = in.readLine();
            } catch (SocketTimeoutException e) {
                throw failure("expected " + pattern + ", but heard nothing for " + DEADLINE_MS + " ms");
            }
            if (line != null && LinePattern.of("PING …").matches(line)) {
                send("PONG" + line.substring(line.indexOf("PING") + "PING".length()));
            } else {
                transcript.add("< " + (line == null ? "the end" : line));
                return line;
            }
        }
    }

    private AssertionError failure(String message) {
        return new AssertionError(message + "\n  " + String.join("\n  ", transcript));
    }

    /** Ends its side and reads what comes until the server has closed too: then nobody of this name is there any more. */
    @Override
    public void close() throws IOException {
        try (socket) {
            if (!socket.isClosed()) {
                socket.shutdownOutput();
            }
        }
    }
}
