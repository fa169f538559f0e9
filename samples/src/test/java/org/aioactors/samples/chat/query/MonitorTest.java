// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.irc.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private final Town town = new Town();
    private final Watchers<String> watchers = new Watchers<>();
    private final Monitor<String> monitor = new Monitor<>(town, watchers, Limits.standard());

    @BeforeEach
    void settle() {
        town.join("Bob");
    }

    @Test
    void add_tells_who_is_there_and_who_is_not() {
        assertThat(ask("MONITOR + bob,eve,Cid")).containsExactly("730 :Bob!~bob@bob.example.net", "731 :eve,Cid");
        assertThat(ask("MONITOR + BOB")).as("is watched already").isEmpty();
        assertThat(watchers.of("BOB")).containsExactly("client");
    }

    @Test
    void remove_and_clear_say_nothing() {
        ask("MONITOR + bob,eve,cid");
        assertThat(ask("MONITOR - BOB,nobody")).isEmpty();
        assertThat(watchers.of("bob")).isEmpty();
        assertThat(ask("MONITOR L")).containsExactly("732 :eve,cid", "733 :End of MONITOR list");
        assertThat(ask("MONITOR c")).isEmpty();
        assertThat(ask("MONITOR L")).containsExactly("733 :End of MONITOR list");
        assertThat(watchers.of("eve")).isEmpty();
    }

    @Test
    void states() {
        assertThat(ask("MONITOR S")).isEmpty();
        ask("MONITOR + bob,eve");
        town.join("Eve");
        town.remove("bob");
        assertThat(ask("MONITOR S")).containsExactly("730 :Eve!~eve@eve.example.net", "731 :bob");
    }

    @Test
    void the_list_is_full() {
        String nicks = IntStream.range(0, 99).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
        ask("MONITOR + " + nicks);
        assertThat(ask("MONITOR + bob,Eve,Cid,n1"))
                .containsExactly("730 :Bob!~bob@bob.example.net", "734 100 Eve,Cid :Monitor list is full.");
        assertThat(watchers.watchedBy("client")).hasSize(100);
    }

    @Test
    void a_long_list_takes_several_lines() {
        String nicks = IntStream.range(0, 100).mapToObj(i -> "nick" + i).collect(Collectors.joining(","));
        assertThat(ask("MONITOR + " + nicks)).hasSizeGreaterThan(1).allMatch(line -> line.length() < 400);
        List<String> list = ask("MONITOR L");
        assertThat(list.stream()
                        .filter(line -> line.startsWith("732 "))
                        .map(line -> line.substring(5))
                        .collect(Collectors.joining(",")))
                .isEqualTo(nicks);
    }

    @Test
    void no_masks_and_nothing_that_is_no_nickname() {
        assertThat(ask("MONITOR + b*,#c,,1x")).isEmpty();
        assertThat(watchers.watchedBy("client")).isEmpty();
    }

    @Test
    void too_few_parameters() {
        assertThat(ask("MONITOR")).containsExactly("461 MONITOR :Not enough parameters");
        assertThat(ask("MONITOR +")).containsExactly("461 MONITOR :Not enough parameters");
        assertThat(ask("MONITOR -")).containsExactly("461 MONITOR :Not enough parameters");
        assertThat(ask("MONITOR X")).isEmpty();
    }

    @Test
    void each_client_has_its_own_list() {
        ask("MONITOR + bob,eve");
        monitor.answer("other", IrcLine.parse("MONITOR + BOB"));
        assertThat(watchers.of("bob")).containsExactly("client", "other");
        watchers.clear("client");
        assertThat(watchers.of("bob")).containsExactly("other");
        assertThat(watchers.of("eve")).isEmpty();
        watchers.clear("other");
        watchers.clear("other");
        assertThat(watchers.of("bob")).isEmpty();
        assertThat(watchers.size()).as("nothing is kept for nobody").isZero();
    }

    @Test
    void what_watchers_are_told() {
        assertThat(Town.lines(List.of(Monitor.online(town.byNick("bob")), Monitor.offline("Bob"))))
                .containsExactly("730 :Bob!~bob@bob.example.net", "731 :Bob");
    }

    private List<String> ask(String line) {
        List<Reply> replies = monitor.answer("client", IrcLine.parse(line));
        return Town.lines(replies);
    }
}
