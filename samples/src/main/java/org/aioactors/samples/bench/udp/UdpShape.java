// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.udp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A load.
 *
 * @param peers with an address of its own each
 * @param bytes of a datagram
 * @param inFlight of each peer
 */
record UdpShape(int peers, int bytes, int inFlight) {
    /** Who sent it and which of its datagrams it is. */
    static final int LEAST_BYTES = 16;

    private static final int MOST_PEERS = 250;
    private static final int MOST_BYTES = 1024;
    private static final int MOST_IN_FLIGHT = 32;
    private static final Pattern NAME = Pattern.compile("echo-(\\d{1,3})x(\\d{1,4})x(\\d{1,2})");

    /** {@code echo-64x64x8}: 64 peers, datagrams of 64 bytes, 8 of each in flight. */
    static UdpShape parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (matcher.matches()) {
            UdpShape shape = new UdpShape(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)));
            if (isBetween(1, shape.peers, MOST_PEERS)
                    && isBetween(LEAST_BYTES, shape.bytes, MOST_BYTES)
                    && shape.bytes % Long.BYTES == 0
                    && isBetween(1, shape.inFlight, MOST_IN_FLIGHT)) {
                return shape;
            }
        }
        throw new IllegalArgumentException("no case is called " + name + ": echo-PEERSxBYTESxINFLIGHT, with up to "
                + MOST_PEERS + " peers, a multiple of 8 bytes from " + LEAST_BYTES + " to " + MOST_BYTES
                + ", and up to " + MOST_IN_FLIGHT + " in flight");
    }

    private static boolean isBetween(int min, int value, int max) {
        return value >= min && value <= max;
    }

    String name() {
        return "echo-" + peers + "x" + bytes + "x" + inFlight;
    }
}
