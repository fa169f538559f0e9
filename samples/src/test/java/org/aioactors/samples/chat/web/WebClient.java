// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket of the JDK's, whose messages are lines. Reads on by itself unless it is to be asked for each. */
final class WebClient implements AutoCloseable, WebSocket.Listener {
    private static final long DEADLINE_S = 30;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final boolean readsOn;
    private final WebSocket socket;
    private final StringBuilder part = new StringBuilder();

    private WebClient(
            HttpClient http, InetSocketAddress server, boolean readsOn, String origin, List<String> protocols) {
        this.readsOn = readsOn;
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.get(0), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + server.getPort() + "/irc"), this)
                .join();
    }

    static WebClient open(HttpClient http, InetSocketAddress server, String... protocols) {
        return new WebClient(http, server, true, "", List.of(protocols));
    }

    static WebClient ofPage(HttpClient http, InetSocketAddress server, String origin) {
        return new WebClient(http, server, true, origin, List.of(LineMessages.TEXT));
    }

    /** Reads nothing but what is asked for by {@link #read}. */
    static WebClient slow(HttpClient http, InetSocketAddress server) {
        return new WebClient(http, server, false, "", List.of(LineMessages.TEXT));
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (readsOn) {
            opened.request(Long.MAX_VALUE);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            heard.add(part.toString());
            part.setLength(0);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        part.append(StandardCharsets.ISO_8859_1.decode(data));
        if (last) {
            heard.add("binary " + part);
            part.setLength(0);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        heard.add("closed " + status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        heard.add("error " + error);
    }

    WebSocket socket() {
        return socket;
    }

    void send(String line) {
        socket.sendText(line, true).join();
    }

    void sendBytes(byte[] line) {
        socket.sendBinary(ByteBuffer.wrap(line), true).join();
    }

    void read(long messages) {
        socket.request(messages);
    }

    String next() throws InterruptedException {
        String next = heard.poll(DEADLINE_S, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came in " + DEADLINE_S + " s");
        }
        return next;
    }

    /** Passes over what does not begin so. */
    String awaitStart(String start) throws InterruptedException {
        String next = next();
        while (!next.startsWith(start)) {
            next = next();
        }
        return next;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
