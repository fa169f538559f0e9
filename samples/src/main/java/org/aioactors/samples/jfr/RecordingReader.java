// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording twice, an event at a time: first what time it covers, then what the loops did in it. What is kept does
 * not grow with the file, but for stalls.
 *
 * <p>A loop is known by its thread: with JDK 17 texts of events may be missing, see docs/tracing.md.
 */
final class RecordingReader {
    static final String HOW_TO_RECORD = """
        To record all that this program reads:
          java -XX:StartFlightRecording:settings=docs/aio-actors.jfc,filename=loops.jfr ...
        or, for a minute of a JVM that runs:
          jcmd PID JFR.start settings=$PWD/docs/aio-actors.jfc duration=60s filename=$PWD/loops.jfr
        """;

    /** The names of our events: those of Pekko's actors have a part more, those of the loops' core are the same. */
    private static final Pattern OURS = Pattern.compile("org\\.aioactors\\.(?:pekko\\.)?(?<kind>.+)");

    private final Path file;
    private final Map<String, LoopTime> loops = new TreeMap<>();
    private final Stalls stalls = new Stalls();
    private final Set<String> kinds = new TreeSet<>();
    private long startNs = Long.MAX_VALUE;
    private long endNs = Long.MIN_VALUE;
    private long events;
    private long wakeUps;

    private RecordingReader(Path file) {
        this.file = file;
    }

    /**
     * What is in a recording.
     *
     * @throws RecordingException if there is nothing that could be told
     */
    static Findings read(Path file) throws RecordingException {
        if (!Files.isRegularFile(file)) {
            throw new RecordingException("there is no file " + file + "\n" + HOW_TO_RECORD);
        }
        return new RecordingReader(file).read();
    }

    private Findings read() throws RecordingException {
        each(this::measure);
        if (events == 0) {
            throw new RecordingException(file + " has no events of aio-actors: most of them are off unless they are"
                    + " switched on\n" + HOW_TO_RECORD);
        }
        Span span = new Span(startNs, Math.max(endNs, startNs + 1));
        each((kind, event) -> take(kind, event, span));
        return new Findings(
                String.valueOf(file.getFileName()),
                span,
                events,
                kinds,
                List.copyOf(loops.values()),
                stalls.longestFirst(),
                wakeUps);
    }

    /** Has all of ours read, each with its kind. */
    private void each(BiConsumer<String, RecordedEvent> reader) throws RecordingException {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                Matcher name = OURS.matcher(event.getEventType().getName());
                if (name.matches()) {
                    reader.accept(name.group("kind"), event);
                }
            }
        } catch (IOException e) {
            throw new RecordingException(file + " is no recording, or not a whole one: " + e.getMessage()
                    + "\nOne that a JVM still writes is copied by: jcmd PID JFR.dump filename=loops.jfr\n"
                    + HOW_TO_RECORD);
        }
    }

    private void measure(String kind, RecordedEvent event) {
        events++;
        kinds.add(kind);
        startNs = Math.min(startNs, ns(event.getStartTime()));
        endNs = Math.max(endNs, ns(event.getEndTime()));
    }

    private void take(String kind, RecordedEvent event, Span span) {
        String thread = name(event.getThread());
        long start = ns(event.getStartTime());
        long duration = event.getDuration().toNanos();
        switch (kind) {
            case "BusyPoll" ->
                loop(thread, span).spun(start, duration, event.getLong("limit"), event.getBoolean("progress"));
            case "Wait" ->
                loop(thread, span)
                        .spent(event.getLong("timeout") == 0 ? Activity.LOOKING : Activity.SLEEPING, start, duration);
            case "ActorsRun" -> loop(thread, span).ran(start, duration, event.getInt("runs"));
            case "PollTimeGrow", "PollTimeShrink" ->
                loop(thread, span)
                        .windowChanged(
                                start, event.getLong("before"), event.getLong("after"), event.getLong("blocked"));
            case "TimerRun" -> loop(thread, span).timerRan(start, event.getLong("late"));
            case "HandlerStall" -> stalls.callback(start, duration, thread, text(event.getString("callback")));
            case "LoopStall" ->
                stalls.noticed(start, name(event.getThread("thread")), text(event.getString("culprit")));
            case "LoopRelief" -> stalls.away(start, duration, thread);
            case "WakeUp" -> wakeUps++;
            default -> {} // of single connections and handlers
        }
    }

    private LoopTime loop(String thread, Span span) {
        return loops.computeIfAbsent(thread, name -> new LoopTime(name, span));
    }

    private static String name(@Nullable RecordedThread thread) {
        if (thread == null) {
            return "?";
        }
        return thread.getJavaName() == null ? "thread " + thread.getId() : thread.getJavaName();
    }

    private static String text(@Nullable String text) {
        return text == null || text.isEmpty() ? "?" : text;
    }

    private static long ns(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }
}
