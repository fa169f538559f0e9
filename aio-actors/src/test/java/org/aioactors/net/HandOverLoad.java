// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that connect without a pause, each to hear which process serves it. */
final class HandOverLoad {
    private final SocketAddress address;
    private volatile boolean stopping;
    private final AtomicInteger served = new AtomicInteger();
    private final Map<String, AtomicInteger> byProcess = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Background<Boolean>> clients = new ArrayList<>();

    private HandOverLoad(SocketAddress address) {
        this.address = address;
    }

    /** So many at a time. */
    static HandOverLoad start(SocketAddress address, int atOnce) {
        HandOverLoad load = new HandOverLoad(address);
        for (int i = 0; i < atOnce; i++) {
            load.clients.add(Background.start(load::run));
        }
        return load;
    }

    private boolean run() {
        while (!stopping) {
            try {
                String process = ask();
                byProcess.computeIfAbsent(process, each -> new AtomicInteger()).incrementAndGet();
            } catch (IOException failure) {
                failures.add(failure.toString());
            }
            served.incrementAndGet();
        }
        return true;
    }

    private String ask() throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            String line = answer.toString(StandardCharsets.UTF_8);
            if (!line.endsWith("\n")) {
                throw new IOException("cut off: '" + line + "'");
            }
            return line.trim();
        }
    }

    /** How many have been, with or without success. */
    int done() {
        return served.get();
    }

    /** No more; waits for those under way. */
    void stop() {
        stopping = true;
        clients.forEach(Background::await);
    }

    /** Those that were refused, reset or cut off. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** How many a process has served. */
    int servedBy(String process) {
        return byProcess.getOrDefault(process, new AtomicInteger()).get();
    }

    int served() {
        return byProcess.values().stream().mapToInt(AtomicInteger::get).sum();
    }
}
