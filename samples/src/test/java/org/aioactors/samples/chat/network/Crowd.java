// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Talkers on all servers, all on the same channels, and one of the servers that ends among them. */
final class Crowd implements AutoCloseable {
    private static final int EACH = 3;
    private static final int TALK_EVERY_MS = Integer.getInteger("chat.test.network.pause-ms", 20);
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Progress progress = new Progress();
    private final List<String> channels;
    private final List<Talker> going = new ArrayList<>();
    private final List<Talker> staying = new ArrayList<>();
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

    /**
     * Has clients on each server join.
     *
     * @param name in front of their nicknames
     * @param mortal the server that will end, or null if none will
     */
    Crowd(String name, List<ServerProcess> servers, @Nullable ServerProcess mortal, List<String> channels)
            throws IOException, InterruptedException {
        this.channels = channels;
        for (int server = 0; server < servers.size(); server++) {
            for (int i = 0; i < EACH; i++) {
                String nick = name + server + "n" + i;
                ServerProcess at = servers.get(server);
                (at == mortal ? going : staying).add(new Talker(progress, at.irc(), nick, channels));
            }
        }
        await("all have joined", () -> all().allMatch(Talker::hasJoined));
    }

    private Stream<Talker> all() {
        return Stream.concat(going.stream(), staying.stream());
    }

    private void await(String what, java.util.function.BooleanSupplier isSo) throws InterruptedException {
        progress.await(what, DEADLINE, isSo, this::state);
    }

    private String state() {
        StringBuilder text = new StringBuilder();
        for (Talker talker : staying) {
            for (String channel : channels) {
                text.append("\n  ").append(talker.nick()).append(" on ").append(channel);
                text.append(" said ").append(talker.said(channel)).append(", heard ");
                all().forEach(other -> text.append(other.nick() + "=" + talker.heard(other.nick(), channel) + " "));
            }
        }
        return text.toString();
    }

    /** Has all talk until those who stay have heard so many more lines of each other, on each channel. */
    void talk(int more) throws InterruptedException {
        for (Talker talker : all().toList()) {
            var unused = pace.scheduleAtFixedRate(talker::talk, TALK_EVERY_MS, TALK_EVERY_MS, TimeUnit.MILLISECONDS);
        }
        awaitMore(more);
    }

    /** They go on talking, until those who stay have heard so many more lines of each other, on each channel. */
    void awaitMore(int more) throws InterruptedException {
        List<Long> wanted =
                progress.get(() -> lines().map(heard -> heard + more).toList());
        await(more + " more lines of each", () -> {
            List<Long> now = lines().toList();
            return IntStream.range(0, now.size()).allMatch(i -> now.get(i) >= wanted.get(i));
        });
    }

    /** What each who stays has heard of each other, on each channel. */
    private Stream<Long> lines() {
        return staying.stream().flatMap(hearer -> staying.stream()
                .flatMap(talker -> channels.stream().map(channel -> hearer.heard(talker.nick(), channel))));
    }

    /** Those who go may go from now on, and quit behind all that they have said. */
    void mayLeave() {
        progress.change(() -> going.forEach(Talker::mayEnd));
    }

    /** The same with their server, at any moment. */
    void mayDie() {
        mayLeave();
        progress.change(() -> staying.forEach(Talker::othersMayDie));
    }

    /** Waits until all who stay have been told that those have quit who go; returns how long that took. */
    Duration awaitQuits(long sinceNs) throws InterruptedException {
        Predicate<Talker> knows = talker -> going.stream().allMatch(gone -> talker.quit(gone.nick()) != null);
        await("all others have quit", () -> staying.stream().allMatch(knows));
        return progress.get(() -> Duration.ofNanos(staying.stream()
                .flatMap(talker -> going.stream().map(gone -> talker.quit(gone.nick()) - sinceNs))
                .reduce(0L, Math::max)));
    }

    /** Has them stop talking, and checks that each who stays has heard each line of the others, and all in one order. */
    void settle() throws InterruptedException {
        pace.shutdown();
        assertThat(pace.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        await("each line is heard", () -> staying.stream()
                .allMatch(hearer -> staying.stream().allMatch(talker -> channels.stream()
                        .allMatch(channel -> hearer.heard(talker.nick(), channel) == talker.said(channel)))));
        for (String channel : channels) {
            assertThat(progress.get(() -> staying.stream()
                            .map(hearer -> hearer.order(channel))
                            .distinct()
                            .toList()))
                    .as("orders of what was said on %s", channel)
                    .hasSize(1);
        }
        assertThat(progress.faults()).isEmpty();
    }

    /** How long it took at most, since the last time, until somebody who stays heard what they had said. */
    Duration longest() {
        return progress.get(() ->
                staying.stream().map(Talker::longest).max(Duration::compareTo).orElseThrow());
    }

    /** How many lines those who stay have said. */
    long said() {
        return progress.get(() -> staying.stream()
                .flatMap(talker -> channels.stream().map(talker::said))
                .reduce(0L, Long::sum));
    }

    @Override
    public void close() throws IOException {
        pace.shutdownNow();
        for (Talker talker : all().toList()) {
            talker.close();
        }
    }
}
