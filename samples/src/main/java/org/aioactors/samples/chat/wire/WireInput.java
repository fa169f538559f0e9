// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

import akka.actor.typed.ActorRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of one message while it is read, see {@link WireOutput}. Believes nothing: what is wrong is a {@link WireException}. */
final class WireInput {
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private final List<ActorRef<?>> refs = new ArrayList<>(4);
    private int next;
    private int depth;

    WireInput(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean bool() {
        int value = oneByte();
        if (value != 0 && value != 1) {
            throw bad("neither yes nor no");
        }
        return value == 1;
    }

    long number() {
        long value = 0;
        int shift = 0;
        int seven = oneByte();
        while ((seven & 0x80) != 0) {
            value |= (seven & 0x7fL) << shift;
            shift += 7;
            seven = oneByte();
            if (shift == 63 && seven > 1) {
                throw bad("a number of more than 64 bits");
            }
        }
        value |= (long) seven << shift;
        return (value >>> 1) ^ -(value & 1);
    }

    int intNumber() {
        return (int) inRange(number(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    char character() {
        return (char) inRange(number(), Character.MIN_VALUE, Character.MAX_VALUE);
    }

    /** How many elements or bytes follow: as each takes at least a byte, there are no more than bytes left. */
    int count() {
        long count = number();
        if (count < 0 || count > bytes.length - next) {
            throw bad("a length of " + count + " with " + (bytes.length - next) + " bytes left");
        }
        return (int) count;
    }

    String text() {
        int length = count();
        String text = new String(bytes, next, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !isWhole(text, length)) {
            throw bad("no UTF-8");
        }
        next += length;
        return text;
    }

    /** Whether the text is what the bytes say, or something was replaced. */
    private boolean isWhole(String text, int length) {
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, next, next + length));
    }

    /** An actor reference that this message has for the first time. */
    void had(ActorRef<?> ref) {
        refs.add(ref);
    }

    /** The actor reference at a place, from 1. */
    ActorRef<?> had(int place) {
        if (place < 1 || place > refs.size()) {
            throw bad("reference " + place + " of " + refs.size());
        }
        return refs.get(place - 1);
    }

    void enter() {
        if (++depth > WireOutput.MAX_DEPTH) {
            throw bad("more than " + WireOutput.MAX_DEPTH + " records within one another");
        }
    }

    void leave() {
        depth--;
    }

    /** Nothing may be left. */
    void end() {
        if (next != bytes.length) {
            throw bad((bytes.length - next) + " bytes too many");
        }
    }

    WireException bad(String what) {
        return new WireException("no message of another server: " + what + ", at byte " + next);
    }

    private long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw bad(value + ", which is not from " + min + " to " + max);
        }
        return value;
    }

    private int oneByte() {
        if (next == bytes.length) {
            throw bad("it ends too early");
        }
        return bytes[next++] & 0xff;
    }
}
