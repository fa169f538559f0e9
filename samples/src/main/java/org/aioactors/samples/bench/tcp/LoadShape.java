// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the clients of a load do. */
sealed interface LoadShape extends LoadCase {
    /** How names are made. */
    Pattern NAME = Pattern.compile("(echo|tls-echo|fan-out)-([1-9]\\d{0,8})x([1-9]\\d{0,8})x([1-9]\\d{0,8})");

    /**
     * Each connection sends messages to an echo server, and the next one for each that has come back.
     *
     * @param inFlight how many are under way on each connection
     * @param tls whether they are encrypted
     */
    record Echo(int connections, int messageBytes, int inFlight, boolean tls) implements LoadShape {
        @Override
        public String name() {
            return (tls ? "tls-echo-" : "echo-") + connections + "x" + messageBytes + "x" + inFlight;
        }

        @Override
        public void connect(int port, List<LoadThread> threads) throws IOException {
            LoadClients.connect(this, port, threads);
        }
    }

    /**
     * Each connection sends messages to a room, and the next one when all of the room have received it.
     *
     * @param roomSize how many connections share a room
     */
    record FanOut(int connections, int messageBytes, int roomSize) implements LoadShape {
        /** Throws {@link IllegalArgumentException} unless all rooms are full. */
        public FanOut {
            if (connections % roomSize != 0) {
                throw new IllegalArgumentException(
                        connections + " connections can't be divided into rooms of " + roomSize);
            }
        }

        @Override
        public String name() {
            return "fan-out-" + connections + "x" + messageBytes + "x" + roomSize;
        }

        @Override
        public void connect(int port, List<LoadThread> threads) throws IOException {
            LoadClients.connect(this, port, threads);
        }
    }

    /** The shape that a name stands for; throws {@link IllegalArgumentException} if there is none. */
    static LoadShape parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no case is called '" + name + "'");
        }
        int connections = Integer.parseInt(matcher.group(2));
        int messageBytes = Integer.parseInt(matcher.group(3));
        int last = Integer.parseInt(matcher.group(4));
        return matcher.group(1).equals("fan-out")
                ? new FanOut(connections, messageBytes, last)
                : new Echo(connections, messageBytes, last, matcher.group(1).equals("tls-echo"));
    }
}
