// SPDX-License-Identifier: Apache-2.0
package org.aioactors.applications;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.japi.Pair;
import akka.stream.DelayOverflowStrategy;
import akka.stream.Materializer;
import akka.stream.OverflowStrategy;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.SourceQueueWithComplete;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Akka Streams, whose stages are actors of the default dispatcher and whose materializer is one of the internal one. */
class StreamsTest {
    private static final int MANY = 20_000;

    private ActorSystem<Void> system;

    @BeforeEach
    void start() {
        system = ActorSystem.create(Behaviors.empty(), "streams", FiveLines.config());
    }

    @AfterEach
    void stop() throws Exception {
        FiveLines.expectOnEventLoops("streams");
        system.terminate();
        FiveLines.get(system.getWhenTerminated());
        FiveLines.expectNoThreads("streams-");
    }

    private static long sumTo(long last) {
        return LongStream.rangeClosed(1, last).sum();
    }

    private static Source<Long, NotUsed> upTo(long last) {
        return Source.fromIterator(() -> LongStream.rangeClosed(1, last).iterator());
    }

    @Test
    void elementsAreMappedFilteredAndFolded() throws Exception {
        assertThat(FiveLines.get(
                        upTo(MANY).filter(n -> n % 2 == 0).map(n -> n / 2).runWith(Sink.fold(0L, Long::sum), system)))
                .isEqualTo(sumTo(MANY / 2));
    }

    @Test
    void asyncBoundariesKeepTheOrder() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        List<Long> received = FiveLines.get(upTo(MANY)
                .map(n -> {
                    threads.add(Thread.currentThread().getName());
                    return n + 1;
                })
                .async()
                .map(n -> {
                    threads.add(Thread.currentThread().getName());
                    return n - 1;
                })
                .async()
                .runWith(Sink.seq(), system));
        assertThat(received).isEqualTo(LongStream.rangeClosed(1, MANY).boxed().toList());
        assertThat(threads).allMatch(name -> name.startsWith("streams-akka.actor.default-dispatcher-"));
    }

    @Test
    void mapAsyncKeepsTheOrderAndItsLimit() throws Exception {
        int parallelism = 8;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Long> received = FiveLines.get(upTo(MANY)
                .mapAsync(parallelism, n -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    return CompletableFuture.supplyAsync(
                            () -> {
                                running.decrementAndGet();
                                return n;
                            },
                            system.executionContext());
                })
                .runWith(Sink.seq(), system));
        assertThat(received).isEqualTo(LongStream.rangeClosed(1, MANY).boxed().toList());
        assertThat(most.get()).isBetween(1, parallelism);
    }

    @Test
    void sourcesAreMergedAndSubstreamsToo() throws Exception {
        long merged = FiveLines.get(
                upTo(MANY).merge(upTo(MANY)).merge(upTo(MANY).async()).runWith(Sink.fold(0L, Long::sum), system));
        assertThat(merged).isEqualTo(3 * sumTo(MANY));
        long grouped = FiveLines.get(upTo(MANY)
                .groupBy(16, n -> n % 16)
                .async()
                .fold(0L, Long::sum)
                .mergeSubstreams()
                .runWith(Sink.fold(0L, Long::sum), system));
        assertThat(grouped).isEqualTo(sumTo(MANY));
    }

    @Test
    void aThrottledStreamTakesItsTime() throws Exception {
        long startNs = System.nanoTime();
        int elements = FiveLines.get(upTo(20).throttle(1, Duration.ofMillis(10), 1, akka.stream.ThrottleMode.shaping())
                .runWith(Sink.<Integer, Long>fold(0, (count, n) -> count + 1), system));
        assertThat(elements).isEqualTo(20);
        assertThat(System.nanoTime() - startNs)
                .isGreaterThanOrEqualTo(Duration.ofMillis(150).toNanos());
    }

    @Test
    void timersOfStagesFire() throws Exception {
        List<List<Long>> groups = FiveLines.get(upTo(100)
                .delay(Duration.ofMillis(20), DelayOverflowStrategy.backpressure())
                .groupedWithin(1_000, Duration.ofMillis(30))
                .runWith(Sink.seq(), system));
        assertThat(groups.stream().flatMap(List::stream)).hasSize(100);
        assertThat(FiveLines.get(Source.tick(Duration.ZERO, Duration.ofMillis(1), "tick")
                        .take(20)
                        .runWith(Sink.seq(), system)))
                .hasSize(20);
    }

    @Test
    void aSlowSinkHoldsBackItsSource() throws Exception {
        AtomicInteger produced = new AtomicInteger();
        CountDownLatch firstHeld = new CountDownLatch(1);
        CompletableFuture<Done> go = new CompletableFuture<>();
        CompletionStage<Integer> consumed = Source.range(1, MANY)
                .map(n -> {
                    produced.incrementAndGet();
                    return n;
                })
                .async()
                .mapAsync(1, n -> {
                    firstHeld.countDown();
                    return go.thenApply(done -> n);
                })
                .runWith(Sink.fold(0, (count, n) -> count + 1), system);
        assertThat(firstHeld.await(20, TimeUnit.SECONDS)).isTrue();
        // Another stream has its turns meanwhile, and ends: so the held one had time enough to go too far.
        elementsAreMappedFilteredAndFolded();
        assertThat(produced.get()).isLessThanOrEqualTo(64);
        go.complete(Done.getInstance());
        assertThat(FiveLines.get(consumed)).isEqualTo(MANY);
    }

    @Test
    void aQueueOffersWithBackPressure() throws Exception {
        Pair<SourceQueueWithComplete<Integer>, CompletionStage<List<Integer>>> running = Source.<Integer>queue(
                        4, OverflowStrategy.backpressure())
                .async()
                .toMat(Sink.seq(), Keep.both())
                .run(system);
        for (int i = 0; i < 2_000; i++) {
            assertThat(FiveLines.get(running.first().offer(i))).isEqualTo(QueueOfferResult.enqueued());
        }
        running.first().complete();
        assertThat(FiveLines.get(running.second()))
                .isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    }

    @Test
    void aFailureReachesTheSinkAndTheSystemLivesOn() throws Exception {
        CompletionStage<List<Long>> failing = upTo(MANY)
                .async()
                .map(n -> {
                    if (n == MANY / 2) {
                        throw new IllegalStateException("planted");
                    }
                    return n;
                })
                .runWith(Sink.seq(), system);
        assertThat(failing.toCompletableFuture())
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("planted");
        elementsAreMappedFilteredAndFolded();
    }

    @Test
    void aThousandStreamsComeAndGo() throws Exception {
        Flow<Long, Long, NotUsed> twoActors =
                Flow.<Long>create().map(n -> n + 1).async();
        List<CompletionStage<Long>> sums = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sums.add(upTo(100).via(twoActors).runWith(Sink.fold(0L, Long::sum), system));
        }
        for (CompletionStage<Long> sum : sums) {
            assertThat(FiveLines.get(sum)).isEqualTo(sumTo(101) - 1);
        }
    }

    @Test
    void aMaterializerThatShutsDownAbortsItsStreams() {
        Materializer materializer = Materializer.createMaterializer(system);
        CompletionStage<Done> endless = Source.repeat(1).async().runWith(Sink.ignore(), materializer);
        materializer.shutdown();
        assertThat(endless.toCompletableFuture()).failsWithin(20, TimeUnit.SECONDS);
    }
}
