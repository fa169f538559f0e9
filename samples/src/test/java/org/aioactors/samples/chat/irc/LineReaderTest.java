// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.irc.LineReader.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private final LineReader reader = new LineReader();

    @Test
    void several_lines_at_once_and_no_empty_ones() {
        assertThat(feed("a\r\nb\n\r\n\n\rc\rd\r\n")).containsExactly("A", "B", "C", "D");
    }

    @Test
    void a_line_in_pieces() {
        assertThat(feed("PI")).isEmpty();
        assertThat(feed("NG :x")).isEmpty();
        assertThat(feed("\r")).containsExactly("PING x");
        assertThat(feed("\nb\n")).containsExactly("B");
    }

    @Test
    void a_part_of_an_array() {
        reader.append("xxPING\nxx".getBytes(StandardCharsets.UTF_8), 2, 5);
        assertThat(reader.pendingBytes()).isEqualTo(5);
        assertThat(lines()).containsExactly("PING");
        assertThat(reader.pendingBytes()).isZero();
    }

    @Test
    void the_longest_line() {
        String line = "A " + "x".repeat(508);
        assertThat(feed(line + "\r\n" + line + "x\r\nB\r\n")).containsExactly(line, "(too long)", "B");
    }

    @Test
    void the_longest_tags() {
        String tags = "@k=" + "x".repeat(4092);
        String line = " A " + "x".repeat(508);
        assertThat(feed(tags + line + "\r\n")).containsExactly(line.substring(1));
        assertThat(feed(tags + "x" + line + "\r\nB\r\n")).containsExactly("(too long)", "B");
        assertThat(feed(tags + line + "x\r\nB\r\n")).containsExactly("(too long)", "B");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 509, 511, 4095, 4096, 4097})
    void limits_are_the_same_however_the_stream_is_cut(int piece) {
        String tags = "@k=" + "x".repeat(4092);
        String body = "A " + "x".repeat(508);
        String stream = body + "\r\n" + body + "x\r\n" + tags + " " + body + "\r\n" + tags + "x " + body + "\r\n" + tags
                + " " + body + "x\r\n" + tags + "x\r\nB\r\n";
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < stream.length(); i += piece) {
            lines.addAll(feed(stream.substring(i, Math.min(stream.length(), i + piece))));
        }
        assertThat(lines).containsExactly(body, "(too long)", body, "(too long)", "(too long)", "(too long)", "B");
    }

    @Test
    void a_line_without_an_end_is_refused_once_and_thrown_away() {
        assertThat(feed("x".repeat(510))).isEmpty();
        assertThat(feed("x")).containsExactly("(too long)");
        for (int i = 0; i < 1000; i++) {
            assertThat(feed("x".repeat(1000))).isEmpty();
            assertThat(reader.pendingBytes()).isZero();
        }
        assertThat(feed("x\r\nA\r\n")).containsExactly("A");
    }

    @Test
    void tags_without_an_end_are_refused_as_soon_as_that_is_certain() {
        assertThat(feed("@" + "x".repeat(4094))).isEmpty();
        assertThat(feed("x")).containsExactly("(too long)");
    }

    @Test
    void what_is_not_utf8_is_told_with_its_command_and_label() {
        byte[] line = "@label=7 privmsg #c :caf\u00e9\r\nA\r\n".getBytes(StandardCharsets.ISO_8859_1);
        reader.append(line, 0, line.length);
        assertThat(reader.next()).isEqualTo(new Input.NotUtf8("PRIVMSG", "7"));
        assertThat(lines()).containsExactly("A");
    }

    @Test
    void characters_cut_in_two_are_put_together() {
        byte[] line = "A \u00e9\ud83d\ude00\uFFFD\n".getBytes(StandardCharsets.UTF_8);
        for (byte b : line) {
            reader.append(new byte[] {b}, 0, 1);
        }
        assertThat(lines()).containsExactly("A \u00e9\ud83d\ude00\uFFFD");
    }

    @Test
    void nul_is_left_out() {
        assertThat(feed("A\0B\0 c\n")).containsExactly("AB c");
    }

    private List<String> feed(String chunk) {
        byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
        reader.append(bytes, 0, bytes.length);
        return lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Input input = reader.next(); input != null; input = reader.next()) {
            if (input instanceof Input.Line line) {
                lines.add((line.line().command()
                                + ' '
                                + String.join(" ", line.line().params()))
                        .strip());
            } else {
                lines.add(input instanceof Input.TooLong ? "(too long)" : "(not UTF-8)");
            }
        }
        return lines;
    }
}
