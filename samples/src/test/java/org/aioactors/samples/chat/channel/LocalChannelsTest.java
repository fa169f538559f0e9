// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.chat.irc.Limits;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Authorities come with the first member of a channel and end behind the last. */
class LocalChannelsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int THREADS = 3;

    private final ActorTestKit kit =
            ActorTestKit.create(ConfigFactory.parseString("akka.actor.default-dispatcher.aio.threads = 2")
                    .withFallback(ConfigFactory.load()));
    private final LocalChannels channels =
            new LocalChannels(kit.system(), Limits.standard(), new MessageIds(1), Clock.systemUTC());

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void a_name_means_one_channel_in_any_case() {
        TestProbe<ChannelEvent> loop = kit.createTestProbe();
        channels.tell(join("#Tea", user(1), loop, 1));
        channels.tell(join("#tEA", user(2), loop, 2));
        assertThat(loop.expectMessageClass(ChannelEvent.Joined.class).channel()).isEqualTo("#Tea");
        assertThat(loop.expectMessageClass(ChannelEvent.Answered.class).request())
                .isEqualTo(1);
        assertThat(loop.expectMessageClass(ChannelEvent.Joined.class).channel()).isEqualTo("#Tea");
    }

    @Test
    void who_asks_where_nobody_is_is_answered() {
        TestProbe<ChannelEvent> loop = kit.createTestProbe();
        channels.tell(new ChannelCommand.Part("#c", new Asker(user(1), loop.getRef(), 1), null));
        assertThat(loop.expectMessageClass(ChannelEvent.Answered.class)
                        .replies()
                        .get(0)
                        .numeric()
                        .code())
                .isEqualTo(403);
        channels.tell(new ChannelCommand.Quit("#c", new Uid(1, 1), "gone"));
        awaitNoAuthorities();
    }

    @Test
    void all_channels_are_listed() {
        TestProbe<ChannelEvent> loop = kit.createTestProbe();
        channels.tell(join("#a", user(1), loop, 1));
        channels.tell(join("#b", user(1), loop, 2));
        loop.fishForMessage(
                PATIENCE,
                event -> event.request() == 2 && event instanceof ChannelEvent.Answered
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        // The first channel's authority may be behind the second's.
        List<ChannelSummary> listed = List.of();
        while (listed.size() < 2) {
            channels.list(new Asker(user(1), loop.getRef(), 3));
            ChannelEvent.ChannelsListed answer = (ChannelEvent.ChannelsListed) loop.fishForMessage(
                            PATIENCE,
                            event -> event instanceof ChannelEvent.ChannelsListed
                                    ? FishingOutcomes.complete()
                                    : FishingOutcomes.continueAndIgnore())
                    .get(0);
            listed = answer.channels();
        }
        assertThat(listed.stream().map(ChannelSummary::name)).containsExactlyInAnyOrder("#a", "#b");
    }

    /**
     * Threads that come and go as fast as they can, so that authorities end while others are at the door: each joins, hears
     * it, speaks and leaves. All is answered, in order, and in the end there is no authority.
     */
    @Test
    void nobody_who_comes_while_the_last_one_leaves_is_lost() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                User user = user(i + 1);
                all.add(threads.submit(() -> {
                    start.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    comeAndGo(user, 300);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(3 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        awaitNoAuthorities();
    }

    private void comeAndGo(User user, int times) {
        TestProbe<ChannelEvent> loop = kit.createTestProbe();
        for (int i = 1; i <= times; i++) {
            Asker by = new Asker(user, loop.getRef(), i);
            channels.tell(new ChannelCommand.Join("#c", by, null, true));
            channels.tell(new ChannelCommand.Say("#c", by, "PRIVMSG", "hi", '\0', Map.of()));
            channels.tell(new ChannelCommand.Part("#c", by, null));
            for (Class<?> expected : List.of(
                    ChannelEvent.Joined.class,
                    ChannelEvent.Answered.class,
                    ChannelEvent.Said.class,
                    ChannelEvent.Answered.class,
                    ChannelEvent.Parted.class,
                    ChannelEvent.Answered.class)) {
                assertThat(nextOf(loop, user)).isInstanceOf(expected);
            }
        }
    }

    /** Skips what others do meanwhile. */
    private static ChannelEvent nextOf(TestProbe<ChannelEvent> loop, User user) {
        ChannelEvent event = loop.receiveMessage(PATIENCE);
        while (!user.uid().equals(event.asker())) {
            event = loop.receiveMessage(PATIENCE);
        }
        return event;
    }

    private void awaitNoAuthorities() {
        kit.createTestProbe().awaitAssert(PATIENCE, () -> {
            assertThat(channels.open()).isZero();
            return null;
        });
    }

    private static User user(long number) {
        return TestUsers.user(new Uid(1, number), "nick" + number);
    }

    private static ChannelCommand join(String channel, User user, TestProbe<ChannelEvent> loop, long request) {
        return new ChannelCommand.Join(channel, new Asker(user, loop.getRef(), request), null, true);
    }
}
