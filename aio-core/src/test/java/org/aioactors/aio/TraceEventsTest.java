// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the Flight Recorder shows of a loop. */
class TraceEventsTest extends LoopTest {
    private static final List<String> FREQUENT = List.of(
            "BusyPoll",
            "PollTimeGrow",
            "PollTimeShrink",
            "PollListJoin",
            "PollListLeave",
            "Wait",
            "WakeUp",
            "TimerRun");

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock(1_000_000_000);
    private AioContext context;

    @BeforeEach
    void openContext() {
        FlightRecorder.getFlightRecorder(); // opens files of its own, once
        context = closing(builder()
                .clock(clock)
                .pollParams(new PollParams(1_000_000, 0, 0))
                .build());
        kernel.sleepIn(clock);
        context.poll(false);
    }

    private interface Action {
        void run() throws Exception;
    }

    private List<RecordedEvent> record(boolean frequentToo, Action action) throws Exception {
        try (Recording recording = new Recording()) {
            for (String name : FREQUENT) {
                if (frequentToo) {
                    recording.enable("org.aioactors." + name).withoutThreshold();
                }
            }
            recording.start();
            action.run();
            recording.stop();
            return read(recording);
        }
    }

    private List<RecordedEvent> read(Recording recording) throws IOException {
        Path file = directory.resolve("recording.jfr");
        recording.dump(file);
        List<RecordedEvent> ours = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().startsWith("org.aioactors.")
                    && event.getString("context").equals("test")) {
                ours.add(event);
            }
        }
        Files.delete(file);
        return ours;
    }

    private static List<String> names(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> event.getEventType().getName().substring("org.aioactors.".length()))
                .toList();
    }

    private static RecordedEvent first(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("org.aioactors." + name))
                .findFirst()
                .orElseThrow();
    }

    /** Notifications while the loop sleeps and while it spins, and an fd that comes and goes. */
    private void work() {
        EventNotifier source = source();
        FdHandler handler = FdHandler.builder()
                .onReadable(source::testAndClear)
                .isReady(() -> false)
                .build();
        context.setFdHandler(source.fd(), handler);
        source.set();
        for (int i = 0; i < 3; i++) {
            notifyAfter(10_000);
        }
        context.removeFdHandler(source.fd());
        context.poll(false);
        for (int i = 0; i < 5; i++) {
            notifyAfter(5_000_000); // longer than the loop may spin
        }
        runTimerThatIsLate();
    }

    private void runTimerThatIsLate() {
        AioTimer timer = context.newTimer(ClockType.REALTIME, () -> {});
        timer.modify(clock.nowNs(ClockType.REALTIME) + 1_000);
        clock.advance(8_000);
        context.poll(false);
    }

    private void notifyAfter(long ns) {
        clock.tick(1_000);
        kernel.onNextWait(() -> {
            clock.advance(ns);
            onOtherThread(context::notifyContext);
        });
        context.poll(true);
    }

    @Test
    void eachDecisionIsAnEvent() throws Exception {
        List<RecordedEvent> events = record(true, this::work);
        assertThat(names(events)).containsAll(FREQUENT);
        RecordedEvent grow = first(events, "PollTimeGrow");
        assertThat(grow.getDuration("before")).isZero();
        assertThat(grow.getDuration("after")).isEqualTo(Duration.ofNanos(4_000));
        assertThat(grow.getDuration("blocked")).isBetween(Duration.ofNanos(4_001), Duration.ofNanos(1_000_000));
        assertThat(first(events, "PollTimeShrink").getDuration("after")).isZero();
        assertThat(first(events, "PollTimeShrink").getDuration("blocked")).isGreaterThan(Duration.ofMillis(1));
        assertThat(first(events, "BusyPoll").getDuration("limit")).isPositive();
        assertThat(first(events, "TimerRun").getDuration("late")) // the clock ticks at each reading, too
                .isBetween(Duration.ofNanos(7_000), Duration.ofNanos(100_000));
        assertThat(first(events, "PollListJoin").getString("handler")).startsWith("fd ");
        assertThat(events).allSatisfy(event -> assertThat(event.getStackTrace()).isNull());
    }

    @Test
    void frequentOnesAreOffUnlessSwitchedOn() throws Exception {
        assertThat(record(false, this::work)).isEmpty();
        assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
                .filteredOn(type -> type.getName().startsWith("org.aioactors."))
                .extracting(EventType::getName)
                .contains("org.aioactors.Wait", "org.aioactors.HandlerStall");
    }

    @Test
    void aCallbackThatTakesLongIsAnEventByDefault() throws Exception {
        List<RecordedEvent> events = record(false, () -> {
            context.scheduleOneshot("quick", () -> {});
            context.scheduleOneshot(
                    "slow", () -> LockSupport.parkNanos(Duration.ofMillis(50).toNanos()));
            context.poll(true);
        });
        assertThat(names(events)).containsExactly("HandlerStall");
        assertThat(events.get(0).getString("callback")).isEqualTo("bottom half 'slow'");
        assertThat(events.get(0).getDuration()).isGreaterThan(Duration.ofMillis(20));
    }
}
