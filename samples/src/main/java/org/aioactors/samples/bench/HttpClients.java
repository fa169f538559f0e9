// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that each send a request, wait for the answer, and send the next, on a connection and a thread of their own. A
 * request names a number, and the answer must be that number.
 */
final class HttpClients implements AutoCloseable {
    private static final String NUMBER_OF_BYTES = "content-length:";

    private final InetSocketAddress server;
    private final Duration patience;
    private final ExecutorService threads;
    private final List<Future<Void>> clients = new ArrayList<>();
    private final Tally answers;

    /** Set by the main thread; each client ends when it has its answer. */
    private volatile boolean stopping;

    /** Clients that begin at once; each fails if an answer takes longer than patience lasts. */
    HttpClients(InetSocketAddress server, int number, Duration patience) {
        this.server = server;
        this.patience = patience;
        answers = new Tally(number);
        threads = Executors.newFixedThreadPool(number);
        for (int i = 0; i < number; i++) {
            int client = i;
            clients.add(threads.submit(() -> run(client)));
        }
    }

    /** Right answers so far. Any thread's. */
    long answers() {
        return answers.sum();
    }

    /** Waits for the last answers; throws if any was wrong or did not come. */
    void finish() {
        stopping = true;
        for (Future<Void> client : clients) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a client failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while clients were at work", e);
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdown();
    }

    private Void run(int client) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(server, (int) patience.toMillis());
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (long number = 0; !stopping; number++) {
                String request = "GET /" + number + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
                out.write(request.getBytes(StandardCharsets.US_ASCII));
                WrongResultException.unlessSame("number in the answer", number, answer(in));
                answers.add(client, 1);
            }
            return null;
        }
    }

    /** The body of the next response. */
    private static long answer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("the server answers " + status);
        }
        int length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith(NUMBER_OF_BYTES)) {
                length = Integer.parseInt(
                        header.substring(NUMBER_OF_BYTES.length()).strip());
            }
        }
        if (length < 0) {
            throw new IOException("an answer without Content-Length");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the server has closed the connection in the middle of an answer");
        }
        return Long.parseLong(new String(body, StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server has closed the connection");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
