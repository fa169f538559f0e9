// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.util.Random;
import java.util.zip.CRC32C;

/** Bytes that tell whether any is lost, doubled or out of its place. */
public final class Noise {
    /** More than the kernel takes on the way to a reader that does not read, tcp(7): tcp_wmem and tcp_rmem. */
    public static final int MUCH = 20 << 20;

    private static final byte[] MUCH_NOISE = bytes(MUCH, MUCH);

    private Noise() {}

    /** Always the same, not to be changed. */
    public static byte[] much() {
        return MUCH_NOISE;
    }

    public static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static ByteString string(int size, long seed) {
        return ByteString.fromArrayUnsafe(bytes(size, seed));
    }

    public static long checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }

    /** How long the next piece is: small ones and large ones alike. */
    public static int piece(Random random, int left) {
        int most = random.nextInt(4) == 0 ? 200_000 : 2_000;
        return Math.min(left, 1 + random.nextInt(most));
    }
}
