// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramerTest {
    private static final String REFUSED = "(refused)";

    private final LineFramer framer = new LineFramer(8);

    @Test
    void several_lines_in_one_chunk() {
        assertThat(feed(framer, "a\nbc\n\nd\n")).containsExactly("a", "bc", "", "d");
    }

    @Test
    void a_line_in_several_chunks() {
        assertThat(feed(framer, "a")).isEmpty();
        assertThat(feed(framer, "b")).isEmpty();
        assertThat(feed(framer, "c\nd")).containsExactly("abc");
        assertThat(feed(framer, "\n")).containsExactly("d");
    }

    @Test
    void one_carriage_return_belongs_to_the_ending() {
        assertThat(feed(framer, "a\r\n\r\nb\r\r\nc\rd\n")).containsExactly("a", "", "b\r", "c\rd");
    }

    @Test
    void an_ending_cut_in_two() {
        assertThat(feed(framer, "a\r")).isEmpty();
        assertThat(feed(framer, "\nb")).containsExactly("a");
        assertThat(feed(framer, "\r")).isEmpty();
        assertThat(feed(framer, "x\n")).containsExactly("b\rx");
    }

    @Test
    void the_longest_line_with_either_ending_however_cut() {
        assertThat(feed(framer, "12345678\n12345678\r\n")).containsExactly("12345678", "12345678");
        assertThat(feed(framer, "12345678")).isEmpty();
        assertThat(feed(framer, "\n12345678\r")).containsExactly("12345678");
        assertThat(feed(framer, "\n")).containsExactly("12345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789", "123456789\n", "12345678\r\r\n", "12345678\rx", "1234567890123456\n"})
    void a_line_too_long_is_refused_as_soon_as_that_is_certain(String stream) {
        assertThat(feed(framer, stream)).containsExactly(REFUSED);
        LineFramer bytewise = new LineFramer(8);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < stream.length() && !lines.contains(REFUSED); i++) {
            lines.addAll(feed(bytewise, stream.substring(i, i + 1)));
        }
        assertThat(lines).containsExactly(REFUSED);
    }

    @Test
    void lines_before_a_refused_one_come_out() {
        assertThat(feed(framer, "a\nb\n123456789\nc\n")).containsExactly("a", "b", REFUSED);
    }

    @Test
    void the_refusal_names_the_limit() {
        framer.append(bytes("123456789"));
        assertThatThrownBy(framer::nextLine)
                .isInstanceOf(LineRefusedException.class)
                .hasMessage("line longer than 8 bytes");
    }

    @Test
    void a_limit_below_one_is_refused() {
        assertThatThrownBy(() -> new LineFramer(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pending_bytes_are_those_not_looked_at() throws LineRefusedException {
        framer.append(bytes("a\nb"));
        framer.append(bytes("c\nd"));
        assertThat(framer.pendingBytes()).isEqualTo(6);
        framer.nextLine();
        assertThat(framer.pendingBytes()).isEqualTo(4);
        framer.nextLine();
        framer.nextLine();
        assertThat(framer.pendingBytes()).isZero();
    }

    @Test
    void any_stream_however_cut_gives_what_a_simple_splitter_gives() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            int maxLineBytes = 1 + random.nextInt(12);
            String stream = randomStream(random, maxLineBytes);
            List<String> lines = new ArrayList<>();
            LineFramer cutter = new LineFramer(maxLineBytes);
            for (int i = 0; i < stream.length() && !lines.contains(REFUSED); ) {
                int end = Math.min(stream.length(), i + random.nextInt(1 + random.nextInt(16)));
                lines.addAll(feed(cutter, stream.substring(i, end)));
                i = end;
            }
            assertThat(lines).as("seed %d", seed).isEqualTo(simplySplit(stream, maxLineBytes));
        }
    }

    /** Mostly line ends, carriage returns and text, with lines about as long as the limit. */
    private static String randomStream(Random random, int maxLineBytes) {
        StringBuilder stream = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> stream.append('\n');
                case 1 -> stream.append('\r');
                case 2 -> stream.append((char) ('a' + random.nextInt(26)));
                default -> stream.append("x".repeat(random.nextInt(maxLineBytes + 2)));
            }
        }
        return stream.toString();
    }

    /** What is to come out of the stream, knowing all of it. */
    private static List<String> simplySplit(String stream, int maxLineBytes) {
        List<String> lines = new ArrayList<>();
        String rest = stream;
        for (int end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
            String line = rest.substring(0, end);
            line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (line.length() > maxLineBytes) {
                lines.add(REFUSED);
                return lines;
            }
            lines.add(line);
            rest = rest.substring(end + 1);
        }
        boolean mayStillFit =
                rest.length() <= maxLineBytes || (rest.length() == maxLineBytes + 1 && rest.endsWith("\r"));
        if (!mayStillFit) {
            lines.add(REFUSED);
        }
        return lines;
    }

    private static List<String> feed(LineFramer framer, String chunk) {
        framer.append(bytes(chunk));
        List<String> lines = new ArrayList<>();
        try {
            for (ByteBuffer line = framer.nextLine(); line != null; line = framer.nextLine()) {
                lines.add(StandardCharsets.ISO_8859_1.decode(line).toString());
            }
        } catch (LineRefusedException e) {
            lines.add(REFUSED);
        }
        return lines;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
