// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.aioactors.AioProps;
import org.aioactors.samples.chat.irc.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The clients of five loops of two servers do random things on three channels, all at once: no message comes twice, none out of
 * order for a sender and a receiver, none is missing, one loop of each server keeps it, and in the end all copies are alike.
 * {@code -Dchat.test.membership.requests} has each loop ask for more, {@code -Dchat.test.membership.seed} do the same things again,
 * as far as threads let it.
 */
class MembershipModelTest {
    private static final String DISPATCHER = "akka.actor.default-dispatcher";
    private static final int THREADS = 3;
    private static final long[] NODES = {1, 1, 1, 2, 2};
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString(DISPATCHER + ".aio.threads = " + THREADS).withFallback(ConfigFactory.load()));
    private final LocalChannels channels =
            new LocalChannels(kit.system(), Limits.standard(), new MessageIds(1), Clock.systemUTC());
    private final List<ActorRef<Object>> loops = new ArrayList<>();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void every_loop_hears_all_of_it_once_and_in_order() {
        long seed = Long.getLong("chat.test.membership.seed", System.nanoTime());
        for (int i = 0; i < NODES.length; i++) {
            loops.add(kit.spawn(
                    SimulatedLoop.create(i, NODES[i], channels, seed + i),
                    AioProps.onLoop(DISPATCHER, 1 + i % THREADS)));
        }
        long requests = Long.getLong("chat.test.membership.requests", 10_000);
        awaitAll(replyTo -> new SimulatedLoop.Begin(loops, requests, replyTo), PATIENCE.plusMillis(requests));
        check(seed);
        awaitAll(SimulatedLoop.QuitAll::new, PATIENCE);
        kit.createTestProbe().awaitAssert(PATIENCE, () -> {
            assertThat(channels.open()).isZero();
            return null;
        });
    }

    private void check(long seed) {
        List<SimulatedLoop.Result> results = results();
        Map<SimulatedLoop.Source, BitSet> refused = new HashMap<>();
        results.forEach(result -> refused.putAll(result.refused()));
        BitSet heard = new BitSet();
        for (SimulatedLoop.Result result : results) {
            assertThat(result.faults()).as("seed %s", seed).isEmpty();
            result.gaps().forEach(gap -> assertThat(refused(refused, gap))
                    .as("refused of %s, seed %s", gap, seed)
                    .isEqualTo(gap.to() - gap.from()));
            heard.or(result.heard());
        }
        assertThat(heard.cardinality()).as("messages").isGreaterThan(100);
        checkKept(results, seed);
        for (String channel : List.of("#a", "#b", "#c")) {
            Set<String> copies = new HashSet<>();
            results.stream()
                    .filter(result -> result.copies().containsKey(channel))
                    .forEach(result -> copies.add(result.copies().get(channel)));
            assertThat(copies).as("copies of %s, seed %s", channel, seed).hasSizeLessThanOrEqualTo(1);
        }
        System.out.println("membership model: " + heard.cardinality() + " messages, "
                + results.stream().mapToInt(result -> result.gaps().size()).sum() + " gaps, seed " + seed);
    }

    private static int refused(Map<SimulatedLoop.Source, BitSet> refused, SimulatedLoop.Gap gap) {
        BitSet all = refused.getOrDefault(gap.source(), new BitSet());
        return all.get(gap.from(), gap.to()).cardinality();
    }

    private static void checkKept(List<SimulatedLoop.Result> results, long seed) {
        for (long node : new long[] {1, 2}) {
            BitSet heard = new BitSet();
            BitSet kept = new BitSet();
            for (SimulatedLoop.Result result : results) {
                if (result.node() == node) {
                    heard.or(result.heard());
                    assertThat(kept.intersects(result.kept()))
                            .as("kept twice, seed %s", seed)
                            .isFalse();
                    kept.or(result.kept());
                }
            }
            kept.xor(heard);
            assertThat(kept.cardinality())
                    .as("not kept by server %s, seed %s", node, seed)
                    .isZero();
        }
    }

    private List<SimulatedLoop.Result> results() {
        TestProbe<SimulatedLoop.Result> probe = kit.createTestProbe();
        loops.forEach(loop -> loop.tell(new SimulatedLoop.Tell(probe.getRef())));
        return probe.receiveSeveralMessages(loops.size(), PATIENCE);
    }

    private void awaitAll(Function<ActorRef<Object>, Object> question, Duration patience) {
        TestProbe<Object> probe = kit.createTestProbe();
        loops.forEach(loop -> loop.tell(question.apply(probe.getRef())));
        probe.receiveSeveralMessages(loops.size(), patience);
    }
}
