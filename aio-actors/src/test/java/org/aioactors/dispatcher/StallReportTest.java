// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a stall is made known. */
class StallReportTest {
    private OneLoop loop;
    private TestProbe<String> probe;
    private ActorRef<String> other;

    @BeforeEach
    void start() {
        loop = new OneLoop("report", "stall-relief = 50 ms, stall-report = 50 ms");
        probe = loop.kit.createTestProbe();
        other = loop.spawnDoing(probe.ref()::tell);
    }

    @AfterEach
    void stop() {
        loop.close();
    }

    /** One stall, from its beginning to its end. */
    private void stallOnce() {
        long before = loop.dispatcher().stalls();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.<String>spawnDoing(message -> {
                    entered.countDown();
                    theCulprit(release);
                    probe.ref().tell(message);
                })
                .tell("over");
        OneLoop.await(entered);
        other.tell("served");
        probe.expectMessage("served");
        Eventually.equal("noticed", () -> loop.dispatcher().stalls() > before, true);
        release.countDown();
        probe.expectMessage("over");
    }

    private static void theCulprit(CountDownLatch release) {
        OneLoop.await(release);
    }

    @Test
    void manyStallsAreOneLineOfLogWithTheStackOfTheFirst() {
        LoggingTestKit.warn("event loop one-loop-1 is stalled: mailbox of Actor[akka://report/user/")
                .withOccurrences(1)
                .withCustom(event -> event.message().contains("' for 50 ms")
                        && event.message().contains("org.aioactors.dispatcher.StallReportTest.theCulprit(")
                        && !event.message().contains("akka.dispatch.Mailbox."))
                .expect(loop.kit.system(), () -> {
                    for (int i = 0; i < 10; i++) {
                        stallOnce();
                    }
                    return null;
                });
        assertThat(loop.dispatcher().stalls()).isGreaterThanOrEqualTo(10);
        assertThat(loop.dispatcher().announcedBlocks()).isZero();
        assertThat(loop.dispatcher().reliefThreads()).isPositive();
    }

    @Test
    void anActorThatBlocksAReliefThreadIsAStallAlsoWhenTheLoopIsBack() {
        CountDownLatch home = new CountDownLatch(1);
        CountDownLatch releaseHome = new CountDownLatch(1);
        loop.<String>spawnDoing(message -> {
                    home.countDown();
                    theCulprit(releaseHome);
                    probe.ref().tell(message);
                })
                .tell("home");
        OneLoop.await(home);
        Eventually.equal("noticed", () -> loop.dispatcher().stalls(), 1L);
        assertThat(loop.dispatcher().lastStalls()).singleElement().satisfies(stall -> {
            assertThat(stall.number()).isOne();
            assertThat(stall.loop()).isEqualTo("one-loop-1");
            assertThat(stall.culprit()).startsWith("mailbox of Actor[akka://report/user/");
            assertThat(stall.ageNs()).isNotNegative();
        });
        CountDownLatch away = new CountDownLatch(1);
        CountDownLatch releaseAway = new CountDownLatch(1);
        loop.<String>spawnDoing(message -> {
                    away.countDown();
                    releaseHome.countDown();
                    theCulprit(releaseAway);
                    probe.ref().tell(message);
                })
                .tell("away");
        OneLoop.await(away);
        probe.expectMessage("home");
        Eventually.equal("noticed", () -> loop.dispatcher().stalls(), 2L);
        other.tell("served");
        probe.expectMessage("served");
        releaseAway.countDown();
        probe.expectMessage("away");
    }

    @Test
    void stallsAndReliefsAreEventsOfTheFlightRecorder(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("stalls.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("org.aioactors.LoopRelief").withThreshold(Duration.ZERO);
            recording.start();
            stallOnce();
            // Whoever relieves the loop reports it at the end, which may be after that of the stall.
            Eventually.equal("kinds of events", () -> kinds(recording, file), Set.of("LoopStall", "LoopRelief"));
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("org.aioactors.LoopStall"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("loop")).isEqualTo("one-loop-1");
                    assertThat(event.getThread("thread").getJavaName()).isEqualTo("report-one-loop-1");
                    assertThat(event.getString("culprit")).startsWith("mailbox of Actor[akka://report/user/");
                    assertThat(event.getString("stack")).contains("StallReportTest.theCulprit");
                });
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("org.aioactors.LoopRelief"))
                .singleElement()
                .satisfies(event -> assertThat(event.getString("loop")).isEqualTo("one-loop-1"));
    }

    private static Set<String> kinds(Recording recording, Path file) {
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .map(event -> event.getEventType().getName())
                    .filter(name -> name.startsWith("org.aioactors.Loop"))
                    .map(name -> name.substring("org.aioactors.".length()))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anIdleDispatcherHasAWatchdogThatDoesNotWakeUp() {
        stallOnce();
        Eventually.equal(
                "the watchdog waits without a timeout",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("report-one-loop-watchdog"))
                        .map(Thread::getState)
                        .toList(),
                List.of(Thread.State.WAITING));
        stallOnce();
        assertThat(loop.dispatcher().stalls()).isGreaterThanOrEqualTo(2);
    }
}
