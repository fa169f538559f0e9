// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aioactors.samples.chat.channel.ChannelView;
import org.aioactors.samples.chat.cluster.SimulatedLoop.Place;
import org.aioactors.samples.chat.network.Uid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever is lost, and whatever servers die when: all loops that are left have heard the same in one order, each command of
 * theirs ends once, each line is heard once, and those are on the channel who want to and whose server is there. {@code
 * -Daio.test.order.seeds} has it try more.
 */
class OneOrderTest {
    private static final int STEPS = 3_000;

    @Test
    void nothing_is_lost_doubled_or_out_of_order() {
        int authorities = 0;
        int wholes = 0;
        int unsure = 0;
        long first = Long.getLong("aio.test.order.first", 1);
        long seeds = Long.getLong("aio.test.order.seeds", 300);
        for (long seed = first; seed < first + seeds; seed++) {
            SimulatedNetwork network = new SimulatedNetwork(seed);
            try {
                run(network);
                check(network);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            authorities += network.authorities;
            wholes += network.loops.stream().mapToInt(loop -> loop.wholes).sum();
            unsure +=
                    network.loops.stream().mapToInt(loop -> loop.unsure.size()).sum();
        }
        assertThat(wholes).as("whole channels in place of what was missing").isZero();
        assertThat(unsure).as("users who were left in doubt").isLessThan((int) (seeds / 10));
        assertThat(authorities).as("authorities").isGreaterThan((int) (3 * seeds));
    }

    private static void run(SimulatedNetwork network) {
        for (int i = 0; i < STEPS; i++) {
            network.step();
        }
        network.quiet();
        untilItRests(network);
        // Nobody keeps for others what all have heard, as soon as they hear anything else.
        network.lastWords();
        untilItRests(network);
    }

    private static void untilItRests(SimulatedNetwork network) {
        int steps = 0;
        do {
            network.step();
            steps++;
            assertThat(steps).as("steps until it rests").isLessThan(40_000);
        } while (!network.isAtRest());
    }

    private static void check(SimulatedNetwork network) {
        List<SimulatedLoop> alive =
                network.loops.stream().filter(loop -> loop.alive).toList();
        Map<Place, String> log = new HashMap<>();
        for (SimulatedLoop loop : alive) {
            loop.log.forEach((place, event) -> {
                String other = log.putIfAbsent(place, event);
                assertThat(event)
                        .as("what loop %s heard at %s", loop.number, place)
                        .isEqualTo(other == null ? event : other);
            });
            assertThat(loop.kept()).as("what loop %s keeps", loop.number).isZero();
        }
        ChannelView channel = network.channel();
        Set<Uid> on = new HashSet<>(members(channel));
        Set<Uid> wantOn = new HashSet<>();
        for (SimulatedLoop loop : alive) {
            on.removeAll(loop.unsure);
            wantOn.addAll(loop.wantOn);
            wantOn.removeAll(loop.unsure);
            assertThat(loop.unheardLines())
                    .as("lines of loop %s that were not heard", loop.number)
                    .isEmpty();
            ChannelView copy = loop.view("#c");
            if (copy != null) {
                assertThat(copy).hasToString(String.valueOf(channel));
            }
        }
        assertThat(on).as("who is on the channel").isEqualTo(wantOn);
    }

    private static Set<Uid> members(@Nullable ChannelView channel) {
        return channel == null
                ? Set.of()
                : channel.members().stream().map(member -> member.user().uid()).collect(Collectors.toSet());
    }
}
