// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.junit.jupiter.api.Test;

/**
 * Three servers on which users come, go and want each other's nicknames, by random. {@code -Daio.test.directory.seeds} has it try
 * more.
 */
class OneNicknameTest {
    private static final long SEEDS = Long.getLong("aio.test.directory.seeds", 300);
    private static final int STEPS = 600;

    @Test
    void of_servers_that_hear_each_other_never_two_give_one_nickname() {
        int refused = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            SimulatedSites network = new SimulatedSites(seed, true);
            network.meet();
            for (int i = 0; i < STEPS; i++) {
                network.step();
                assertUnique(own(network), seed);
            }
            network.settle();
            assertAgreed(network, seed);
            for (SimulatedSite site : network.sites) {
                refused += site.refused;
                assertThat(site.renamed).as("renamed, seed %s", seed).isZero();
            }
        }
        assertThat(refused).as("refused").isGreaterThan((int) SEEDS);
    }

    @Test
    void whatever_was_lost_in_the_end_all_know_the_same_users_and_no_two_have_one_nickname() {
        int renamed = 0;
        int lost = 0;
        int gone = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            SimulatedSites network = new SimulatedSites(seed, false);
            for (int i = 0; i < STEPS; i++) {
                network.step();
            }
            network.calm(20_000);
            assertAgreed(network, seed);
            renamed += network.sites.stream().mapToInt(site -> site.renamed).sum();
            lost += network.lostMessages;
            gone += network.gone;
        }
        assertThat(renamed).as("had to yield").isGreaterThan((int) SEEDS / 4);
        assertThat(lost).as("messages lost").isGreaterThan((int) SEEDS * 10);
        assertThat(gone).as("servers gone").isGreaterThan((int) SEEDS / 2);
    }

    private static Map<Uid, User> own(SimulatedSites network) {
        Map<Uid, User> all = new HashMap<>();
        network.sites.forEach(site -> all.putAll(site.own()));
        return all;
    }

    private static void assertUnique(Map<Uid, User> users, long seed) {
        List<String> nicks = new ArrayList<>();
        users.values().forEach(user -> nicks.add(CaseMapping.fold(user.nick())));
        if (Set.copyOf(nicks).size() < nicks.size()) { // by far faster than an assertion, each step
            throw new AssertionError("of those two have one nickname, seed " + seed + ": " + users.values());
        }
    }

    private static void assertAgreed(SimulatedSites network, long seed) {
        Map<Uid, User> all = own(network);
        assertUnique(all, seed);
        for (SimulatedSite site : network.sites) {
            assertThat(site.all()).as("table of %s, seed %s", site.node, seed).isEqualTo(all);
            assertThat(site.heard).as("loop of %s, seed %s", site.node, seed).isEqualTo(all);
            assertThat(site.servers.isComplete()).as("seed %s", seed).isTrue();
            assertThat(site.servers.all()).as("seed %s", seed).hasSize(network.sites.size());
            for (User user : all.values()) {
                assertThat(site.users.byNick(user.nick())).as("seed %s", seed).isNotNull();
                assertThat(site.users.byNick(user.nick()).user()).isEqualTo(user);
            }
            assertThat(site.users.local()).isEqualTo(site.own().size());
            site.clients.forEach((uid, client) -> {
                assertThat(client.asked)
                        .as("what %s waits for, seed %s", uid, seed)
                        .isNull();
                assertThat(client.user).isEqualTo(all.get(uid));
            });
            assertThat(site.own().keySet()).as("who is on, seed %s", seed).isEqualTo(site.clients.keySet());
        }
    }
}
