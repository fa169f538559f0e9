// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Loads a chat server on this machine and checks it: many clients, each in a room, each sending its lines, numbered
 * and stamped with the time. Every other client in the room must get each line exactly once, in the order its sender
 * sent it.
 *
 * <p>One thread serves all clients, with NIO. A client waits for the others before it has more than {@code --window}
 * lines on the way, so the latencies are those of a server that is busy, not of one that is flooded; they include the
 * client's own part.
 */
public final class ChatLoad implements AutoCloseable {
    private static final int READ_BYTES = 256 * 1024;

    private final LoadOptions options;
    private final LoadReport report;
    private final Selector selector;
    private final List<LoadClient> clients = new ArrayList<>();

    /** How many lines each client has sent. */
    private final int[] sent;

    /** How many lines of each client have arrived, all receivers taken together. */
    private final long[] delivered;

    /** How many lines each client (first index) has got of each in its room (second index: the place in the room). */
    private final int[][] gotOf;

    /** Clients that may have become able to send. */
    private final BitSet toPump = new BitSet();

    private boolean quitting;
    private int openClients;

    private ChatLoad(LoadOptions options) throws IOException {
        this.options = options;
        this.report = new LoadReport(options);
        this.selector = Selector.open();
        this.sent = new int[options.connections()];
        this.delivered = new long[options.connections()];
        this.gotOf = new int[options.connections()][options.roomSize()];
    }

    /**
     * Runs from the command line; {@code --help} lists the options. Exit status: 0 if all was as it must be, else 1.
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.print(LoadOptions.HELP);
            return 0;
        }
        try {
            LoadReport report = run(LoadOptions.parse(args));
            System.out.print(report.text());
            return report.violations().isEmpty() ? 0 : 1;
        } catch (UsageException e) {
            System.err.println("chat-load: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            System.err.println("chat-load: " + e.getMessage());
            return 1;
        }
    }

    /** Runs one load and returns what came of it; blocks until done, at most about the timeout of the options. */
    static LoadReport run(LoadOptions options) throws IOException {
        try (ChatLoad load = new ChatLoad(options)) {
            return load.run();
        }
    }

    private LoadReport run() throws IOException {
        long deadlineNs = System.nanoTime() + options.timeout().toNanos();
        enterAll();
        long startNs = System.nanoTime();
        toPump.set(0, clients.size());
        pumpAll();
        while (!report.isComplete() && report.violations().isEmpty() && System.nanoTime() < deadlineNs) {
            turn(deadlineNs);
        }
        report.finish(System.nanoTime() - startNs);
        quitAll(deadlineNs);
        return report;
    }

    /** One after the other, so that each notice about the lobby reaches one client and not all of them. */
    private void enterAll() throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
        for (int i = 0; i < options.connections(); i++) {
            LoadClient client = new LoadClient(options.server(), in);
            clients.add(client);
            client.enter(i, "load-room-" + i / options.roomSize());
        }
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).register(selector, i);
        }
        openClients = clients.size();
    }

    /** A client that gets more than it should gets it before the end of its stream. */
    private void quitAll(long deadlineNs) throws IOException {
        if (!report.isComplete()) {
            return;
        }
        quitting = true;
        for (LoadClient client : clients) {
            client.send("/quit\n");
        }
        while (openClients > 0 && System.nanoTime() < deadlineNs) {
            turn(deadlineNs);
        }
        if (openClients > 0) {
            report.violation("the server did not close " + openClients + " connections after /quit");
        }
    }

    private void turn(long deadlineNs) throws IOException {
        long leftMs = Math.max(1, (deadlineNs - System.nanoTime()) / 1_000_000);
        selector.select(this::onReady, leftMs);
        pumpAll();
    }

    private void onReady(SelectionKey key) {
        int index = (Integer) key.attachment();
        LoadClient client = clients.get(index);
        try {
            if (key.isWritable()) {
                client.flush();
                toPump.set(index);
            }
            if (key.isReadable()) {
                receive(index, client);
            }
        } catch (IOException e) {
            report.violation(LoadClient.name(index) + ": " + e.getMessage());
            key.cancel();
        }
    }

    private void receive(int index, LoadClient client) throws IOException {
        boolean open = client.read();
        long nowNs = System.nanoTime();
        for (String line = client.nextLine(); line != null; line = client.nextLine()) {
            onLine(index, line, nowNs);
        }
        if (!open) {
            client.close();
            openClients--;
            if (!quitting) {
                report.violation("the server closed the connection of " + LoadClient.name(index));
            }
        }
    }

    private void onLine(int receiver, String line, long nowNs) {
        if (line.startsWith("* ")) {
            return;
        }
        String[] parts = line.split(": | ", -1);
        int sender = parts.length == 3 ? LoadClient.index(parts[0]) : -1;
        if (sender < 0
                || sender == receiver
                || sender >= options.connections()
                || sender / options.roomSize() != receiver / options.roomSize()) {
            report.violation(LoadClient.name(receiver) + " got what is not for it: " + line);
            return;
        }
        int place = sender % options.roomSize();
        int expected = gotOf[receiver][place];
        if (!parts[1].equals(Integer.toString(expected))) {
            report.violation(LoadClient.name(receiver) + " got, instead of line " + expected + ": " + line);
            return;
        }
        gotOf[receiver][place]++;
        delivered[sender]++;
        toPump.set(sender);
        report.received(nowNs - Long.parseLong(parts[2]));
    }

    private void pumpAll() throws IOException {
        for (int i = toPump.nextSetBit(0); i >= 0; i = toPump.nextSetBit(i + 1)) {
            if (!quitting) {
                pump(i, clients.get(i));
            }
        }
        toPump.clear();
    }

    private void pump(int index, LoadClient client) throws IOException {
        long arrived = delivered[index] / (options.roomSize() - 1);
        long sendable = Math.min(options.lines(), arrived + options.window());
        if (!client.isFlushed() || sent[index] >= sendable) {
            return;
        }
        String stamp = " " + System.nanoTime() + "\n";
        StringBuilder text = new StringBuilder();
        for (; sent[index] < sendable; sent[index]++) {
            text.append(sent[index]).append(stamp);
        }
        client.send(text.toString());
    }

    @Override
    public void close() throws IOException {
        for (LoadClient client : clients) {
            client.close();
        }
        selector.close();
    }
}
