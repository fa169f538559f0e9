// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import akka.actor.typed.ActorRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of one message while it is written. Whole numbers take as many bytes as they need: seven bits in each, the lowest
 * first, the eighth where more follow; the sign is the lowest bit of all.
 */
final class WireOutput {
    /** How many records may be within one another: far more than there are. */
    static final int MAX_DEPTH = 32;

    private static final int FIRST_SIZE = 256;
    private static final int MAX_NUMBER_BYTES = 10;

    private final Map<ActorRef<?>, Integer> refs = new HashMap<>(4);
    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;
    private int depth;

    void bool(boolean value) {
        room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    void number(long value) {
        room(MAX_NUMBER_BYTES);
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    /** The place of an actor reference that this message has had before, from 1; 0 the first time. */
    int place(ActorRef<?> ref) {
        Integer before = refs.putIfAbsent(ref, refs.size() + 1);
        return before == null ? 0 : before;
    }

    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new WireException("more than " + MAX_DEPTH + " records are within one another");
        }
    }

    void leave() {
        depth--;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
