// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How {@link ChatLoad} loads a server.
 *
 * @param server where the server listens: an address of this machine's loopback
 * @param connections how many clients
 * @param lines how many lines each of them sends
 * @param roomSize how many of them share a room; at least 2
 * @param window how many lines a client has on the way before it waits for the others in the room to get them
 * @param timeout when to give up
 */
record LoadOptions(InetSocketAddress server, int connections, int lines, int roomSize, int window, Duration timeout) {
    /** What {@code --help} prints. */
    static final String HELP = """
            usage: ChatLoad [--port N] [--connections N] [--lines N] [--room N] [--window N] [--timeout SECONDS]
              connects to a chat server on 127.0.0.1, sends lines from every client to its room, checks that every
              other client of the room gets every line exactly once and in order, prints lines/s and latencies
              --port N         port of the server (9000)
              --connections N  clients (200)
              --lines N        lines that each sends (100)
              --room N         clients a room (10)
              --window N       lines a client has on the way at a time (10)
              --timeout N      seconds after which it gives up (60)
            """;

    private static final int MAX_CONNECTIONS = 20_000;
    private static final int MAX_LINES = 1_000_000;
    private static final long MAX_DELIVERIES = 50_000_000;
    private static final int MAX_TIMEOUT_SECONDS = 600;

    /**
     * Takes the arguments apart.
     *
     * @throws UsageException if one is unknown, incomplete or out of its range
     */
    static LoadOptions parse(String... args) throws UsageException {
        int port = 9000;
        int connections = 200;
        int lines = 100;
        int roomSize = 10;
        int window = 10;
        int timeoutSeconds = 60;
        for (int i = 0; i < args.length; i += 2) {
            String key = args[i];
            String value = i + 1 < args.length ? args[i + 1] : "";
            switch (key) {
                case "--port" -> port = number(key, value, 1, 65535);
                case "--connections" -> connections = number(key, value, 2, MAX_CONNECTIONS);
                case "--lines" -> lines = number(key, value, 1, MAX_LINES);
                case "--room" -> roomSize = number(key, value, 2, MAX_CONNECTIONS);
                case "--window" -> window = number(key, value, 1, MAX_LINES);
                case "--timeout" -> timeoutSeconds = number(key, value, 1, MAX_TIMEOUT_SECONDS);
                default -> throw new UsageException("unknown option " + key);
            }
        }
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new LoadOptions(server, connections, lines, roomSize, window, Duration.ofSeconds(timeoutSeconds))
                .checked();
    }

    private static int number(String key, String value, int min, int max) throws UsageException {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(key + " needs a number, not '" + value + "'");
        }
        throw new UsageException(key + " must be " + min + " to " + max + ", not " + value);
    }

    private LoadOptions checked() throws UsageException {
        if (connections % roomSize != 0) {
            throw new UsageException("--connections must be a multiple of --room");
        }
        if (deliveries() > MAX_DELIVERIES) {
            throw new UsageException(deliveries() + " lines would be received, at most " + MAX_DELIVERIES + " may");
        }
        return this;
    }

    /** Returns how many lines will be received, taken over all clients. */
    long deliveries() {
        return (long) connections * lines * (roomSize - 1);
    }
}
