// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.aioactors.samples.chat.irc.LineReader.Input;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random lines through the reader, in random pieces: nothing throws, nothing is kept for ever, and each line comes out as
 * when it is read alone.
 *
 * <p>By default a million lines. For ten million: {@code mvn verify -pl aio-core,aio-actors,samples
 * -Dtest=LineFuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm.more=-Dchat.fuzz.lines=10000000}. A failure names
 * the seed of its stream; {@code -Dchat.fuzz.seed=N} begins there.
 */
class LineFuzzTest {
    private static final int LINES = Integer.getInteger("chat.fuzz.lines", 1_000_000);
    private static final long FIRST_SEED = Long.getLong("chat.fuzz.seed", 1);
    private static final int LINES_A_STREAM = 1000;

    /** One of so many lines is written and read once more. */
    private static final int WRITTEN_AGAIN = 4;

    private static final byte[] LIKELY = "@+:=;, \\abzAZ019#*!?~\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEYOND_ASCII = {
        (byte) 0xC3, (byte) 0xA9, (byte) 0xF0, (byte) 0xED, (byte) 0xA0, (byte) 0xFF
    };
    private static final String[] STARTS = {"", "@a=b;+c ", "@", ":n!u@h ", "PRIVMSG #c :", "@label=1 JOIN "};

    @Test
    @Timeout(600)
    void random_lines() {
        int lines = 0;
        for (long seed = FIRST_SEED; lines < LINES; seed++) {
            lines += stream(seed);
        }
        assertThat(lines).isGreaterThanOrEqualTo(LINES);
    }

    /** One stream with lines of all kinds, cut anywhere. */
    private static int stream(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LineReader reader = new LineReader();
        byte[] stream = new byte[LINES_A_STREAM * 64];
        List<Input> expected = new ArrayList<>();
        int length = 0;
        while (length < stream.length - 6000 && expected.size() < LINES_A_STREAM) {
            int end = line(random, stream, length);
            stream[end] = (byte) (random.nextBoolean() ? '\n' : '\r');
            Input alone = alone(stream, length, end + 1 - length);
            if (alone != null) {
                expected.add(alone);
            }
            length = end + 1;
        }
        List<Input> inputs = cut(random, reader, stream, length);
        assertThat(inputs).as("seed %d", seed).isEqualTo(expected);
        assertThat(reader.pendingBytes()).as("seed %d", seed).isZero();
        for (int i = (int) (seed % WRITTEN_AGAIN); i < inputs.size(); i += WRITTEN_AGAIN) {
            check(inputs.get(i), seed);
        }
        return expected.size();
    }

    /** Writes a line without its end, seldom one that is about as long as lines may be; returns where it ends. */
    private static int line(SplittableRandom random, byte[] to, int at) {
        int end = at;
        for (byte b : STARTS[random.nextInt(STARTS.length)].getBytes(StandardCharsets.UTF_8)) {
            to[end++] = b;
        }
        int length = random.nextInt(40);
        if (random.nextInt(200) == 0) {
            length = (random.nextBoolean() ? 500 : 4090) + random.nextInt(20);
        }
        for (int i = 0; i < length; i++) {
            to[end++] = LIKELY[random.nextInt(LIKELY.length)];
        }
        for (int i = random.nextInt(10); i < 2; i++) {
            to[end++] = BEYOND_ASCII[i == 1 ? 1 : random.nextInt(BEYOND_ASCII.length)];
        }
        return end;
    }

    private static @Nullable Input alone(byte[] stream, int from, int length) {
        LineReader reader = new LineReader();
        reader.append(stream, from, length);
        Input input = reader.next();
        if (reader.next() != null || reader.pendingBytes() != 0) {
            throw new AssertionError("one line is read as several");
        }
        return input;
    }

    private static List<Input> cut(SplittableRandom random, LineReader reader, byte[] stream, int length) {
        List<Input> inputs = new ArrayList<>(LINES_A_STREAM);
        for (int from = 0; from < length; ) {
            int piece = Math.min(length - from, 1 + random.nextInt(1 + random.nextInt(1400)));
            reader.append(stream, from, piece);
            for (Input input = reader.next(); input != null; input = reader.next()) {
                inputs.add(input);
            }
            from += piece;
        }
        return inputs;
    }

    /** What is written from a line is read as the same line, and is never longer than one may be. */
    private static void check(Input input, long seed) {
        if (!(input instanceof Input.Line read) || read.line().command().isEmpty()) {
            return;
        }
        IrcLine line = read.line();
        byte[] bytes =
                OutLine.of("s", line.command(), line.params()).write(0).data().toArrayUnsafe();
        if (bytes.length > LineReader.MAX_LINE_BYTES) {
            throw new AssertionError("seed " + seed + ": a line of " + bytes.length + " bytes is written for " + line);
        }
        boolean whole = bytes.length <= LineReader.MAX_LINE_BYTES - 4;
        IrcLine again = IrcLine.parse(new String(bytes, 0, bytes.length - 2, StandardCharsets.UTF_8));
        if (whole && (!again.command().equals(line.command()) || !again.params().equals(line.params()))) {
            throw new AssertionError("seed " + seed + ": " + again + " is read where " + line + " was written");
        }
    }
}
