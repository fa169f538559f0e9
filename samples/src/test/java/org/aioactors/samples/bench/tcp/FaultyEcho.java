// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An echo server with a mistake, and a thread for each connection. */
final class FaultyEcho implements AutoCloseable {
    /** What comes back in place of what was read at once; null ends the connection. */
    interface Fault {
        byte @Nullable [] answer(byte[] bytes);
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final Fault fault;

    /** What comes behind all that a client has sent. */
    private final byte[] surplus;

    FaultyEcho(Fault fault) throws IOException {
        this(fault, new byte[0]);
    }

    FaultyEcho(Fault fault, byte[] surplus) throws IOException {
        this.fault = fault;
        this.surplus = surplus;
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    static byte[] withoutSecond(byte[] bytes) {
        byte[] fewer = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, 2, fewer, 1, bytes.length - 2);
        return fewer;
    }

    static byte[] withFirstTwice(byte[] bytes) {
        byte[] more = new byte[bytes.length + 1];
        more[0] = bytes[0];
        System.arraycopy(bytes, 0, more, 1, bytes.length);
        return more;
    }

    static byte[] withFirstTwoSwapped(byte[] bytes) {
        byte[] swapped = bytes.clone();
        swapped[0] = bytes[1];
        swapped[1] = bytes[0];
        return swapped;
    }

    private void accept() throws IOException {
        while (true) {
            Socket connection = listener.accept();
            connections.add(connection);
            start(() -> echo(connection));
        }
    }

    private void echo(Socket connection) throws IOException {
        try (connection) {
            byte[] buffer = new byte[1000];
            for (int count; (count = connection.getInputStream().read(buffer)) > 0; ) {
                byte[] answer = fault.answer(Arrays.copyOf(buffer, count));
                if (answer == null) {
                    return;
                }
                connection.getOutputStream().write(answer);
            }
            connection.getOutputStream().write(surplus);
        }
    }

    /** What a thread of the server does. */
    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                return; // by the test or by its load, which notices if it was not to be
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
