// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientLineTest {
    static Stream<Arguments> understood() {
        return Stream.of(
                Arguments.of("", new ClientLine.Blank()),
                Arguments.of(" \t ", new ClientLine.Blank()),
                Arguments.of("hello", new ClientLine.Say("hello")),
                Arguments.of("  indented /join x ", new ClientLine.Say("  indented /join x ")),
                Arguments.of("/join kitchen", new ClientLine.Join("kitchen")),
                Arguments.of("/join \t kitchen  ", new ClientLine.Join("kitchen")),
                Arguments.of("/nick A-b_9", new ClientLine.Nick("A-b_9")),
                Arguments.of("/nick " + "x".repeat(32), new ClientLine.Nick("x".repeat(32))),
                Arguments.of("/who", new ClientLine.Who()),
                Arguments.of("/rooms ", new ClientLine.Rooms()),
                Arguments.of("/quit", new ClientLine.Quit()),
                Arguments.of("/help", new ClientLine.Help()));
    }

    @ParameterizedTest
    @MethodSource("understood")
    void a_line_is_understood(String line, ClientLine meaning) {
        assertThat(ClientLine.parse(line)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/Join x",
                "/whoami",
                "/join",
                "/nick",
                "/join a b",
                "/nick a/b",
                "/nick ä",
                "/join .",
                "/who x",
                "/quit now"
            })
    void a_command_that_cannot_be_carried_out_is_wrong(String line) {
        assertThat(ClientLine.parse(line)).isInstanceOf(ClientLine.Wrong.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 8000})
    void a_name_too_long_is_wrong(int length) {
        assertThat(ClientLine.parse("/nick " + "x".repeat(length)))
                .isEqualTo(new ClientLine.Wrong("not a valid name; NAME is 1 to 32 of A-Z a-z 0-9 _ -"));
    }
}
