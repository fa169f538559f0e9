// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aioactors.samples.chat.irc.IrcLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelListTest {
    private static final long NOW_MS = 100 * 60_000;

    /** Made 60, 30 and 10 minutes ago; the topics of the first two 20 and 5 minutes ago. */
    private static final List<ChannelList.Listed> CHANNELS = List.of(
            new ChannelList.Listed("#alpha", 1, "first", NOW_MS - 60 * 60_000, NOW_MS - 20 * 60_000),
            new ChannelList.Listed("#beta", 5, "second one", NOW_MS - 30 * 60_000, NOW_MS - 5 * 60_000),
            new ChannelList.Listed("#gamma", 20, "", NOW_MS - 10 * 60_000, 0));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "LIST; alpha beta gamma",
                "LIST *; alpha beta gamma",
                "LIST #BETA; beta",
                "LIST #alpha,#gamma; alpha gamma",
                "LIST #nothing; ''",
                "LIST *et*; beta",
                "LIST !*et*; alpha gamma",
                "LIST !*et*,!*amm*; alpha",
                "LIST >1; beta gamma",
                "LIST <20; alpha beta",
                "LIST >1,<20; beta",
                "LIST *a >4; beta gamma",
                "LIST C<30; gamma",
                "LIST C>30; alpha",
                "LIST c<31; beta gamma",
                "LIST T<20; beta",
                "LIST t>5; alpha",
                "LIST >many; ''",
                "LIST T<; ''",
                "LIST <-1; ''",
                "LIST <9999999999; ''",
                "LIST ,; alpha beta gamma",
            })
    void conditions(String line, String names) {
        ChannelList list = ChannelList.parse(IrcLine.parse(line).params(), NOW_MS);
        assertThat(CHANNELS.stream()
                        .filter(list::wants)
                        .map(channel -> channel.name().substring(1))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(names);
    }

    @Test
    void a_condition_that_makes_no_sense_is_not_undone_by_another() {
        assertThat(CHANNELS).noneMatch(ChannelList.parse(List.of(">many,<20"), NOW_MS)::wants);
        assertThat(CHANNELS).noneMatch(ChannelList.parse(List.of("<20,>many"), NOW_MS)::wants);
    }

    @Test
    void the_whole_answer() {
        assertThat(Town.lines(ChannelList.parse(List.of("<20"), NOW_MS).replies(CHANNELS.stream())))
                .containsExactly(
                        "321 Channel :Users  Name",
                        "322 #alpha 1 :first",
                        "322 #beta 5 :second one",
                        "323 :End of /LIST");
        assertThat(Town.lines(ChannelList.parse(List.of(), NOW_MS).replies(Stream.of(CHANNELS.get(2)))))
                .contains("322 #gamma 20 :");
    }
}
