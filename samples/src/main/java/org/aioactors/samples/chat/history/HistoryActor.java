// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.util.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.aioactors.file.Log;
import org.aioactors.file.LogOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The history.
 *
 * <pre>
 *   starting ──the log has its first record of this start──► loading ──all before it was read──► ready
 * </pre>
 *
 * <p>What comes before it is ready waits. Then what is kept is in the index at once, and told to who asks, whether the disk has
 * it yet or not: a chat does not wait for the disk.
 */
final class HistoryActor {
    private static final int MOST_WAITING = 10_000;
    private static final int FILES = 16;
    private static final int MOST_UNACKNOWLEDGED = 4_096;
    private static final int MOST_RECORD_BYTES = 60 << 10;
    private static final long MOST_UNACKNOWLEDGED_BYTES = 2 << 20;
    private static final Duration CLEANING = Duration.ofHours(1);

    /** So many dropped messages later the log is told that it may remove files. */
    private static final int TRIM_EVERY = 256;

    /** What was kept before this start. */
    private record Loaded(
            @Nullable HistoryIndex index, @Nullable Throwable failure) {}

    private enum Clean {
        NOW
    }

    private final ActorContext<Object> context;
    private final StashBuffer<Object> early;
    private final HistorySettings settings;
    private final InstantSource clock;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private enum Begin {
        /** The log is to be tried again. */
        AGAIN
    }

    private final TimerScheduler<Object> timers;

    /** Null without a directory; another after each that could not begin. */
    private @Nullable ActorRef<Log.Command> log;

    /** So many readings may be under way or wait for a thread. */
    private final Semaphore readings = new Semaphore(64);

    /** What the disk has not acknowledged yet. */
    private final IdentityHashMap<Log.Append, Slot> unacknowledged = new IdentityHashMap<>();

    private Duration pause = Duration.ofMillis(250);
    private HistoryIndex index;
    private int sinceTrim;
    private int notKept;
    private boolean failing;
    private boolean closing;

    private HistoryActor(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            StashBuffer<Object> early,
            HistorySettings settings,
            InstantSource clock) {
        this.context = context;
        this.timers = timers;
        this.early = early;
        this.settings = settings;
        this.clock = clock;
        this.index = new HistoryIndex(settings);
    }

    static Behavior<History.Command> create(HistorySettings settings, InstantSource clock) {
        return Behaviors.<Object>setup(context -> Behaviors.withStash(
                        MOST_WAITING,
                        early -> Behaviors.withTimers(timers -> {
                            timers.startTimerWithFixedDelay(Clean.NOW, CLEANING);
                            return new HistoryActor(context, timers, early, settings, clock).start();
                        })))
                .narrow();
    }

    /** What is written together belongs to one file, so that must not be much more than a file is to have. */
    private LogOptions options() {
        long fileBytes = settings.maxFileBytes() / FILES;
        return LogOptions.of(context.getSystem().settings().config())
                .withSegmentBytes(fileBytes)
                .withBatchBytes((int) Math.min(fileBytes, 1 << 20), MOST_RECORD_BYTES)
                .withMaxWaiting(MOST_UNACKNOWLEDGED, MOST_UNACKNOWLEDGED_BYTES)
                .withRetainBytes(0);
    }

    private Executor blocking() {
        return context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    private Behavior<Object> start() {
        Path directory = settings.directory();
        if (directory == null) {
            return ready();
        }
        begin(directory);
        return Behaviors.receive(Object.class)
                .onMessage(Log.Appended.class, first -> load(first.sequence()))
                .onMessage(Log.AppendFailed.class, failed -> Behaviors.same()) // the log's end follows
                .onSignal(ChildFailed.class, failed -> beginLater(failed.cause()))
                .onMessageEquals(Begin.AGAIN, () -> begin(directory))
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(Clean.class, clean -> Behaviors.same())
                .onMessage(History.Command.class, this::onEarly)
                .build();
    }

    private Behavior<Object> begin(Path directory) {
        log = context.spawnAnonymous(Behaviors.supervise(Log.writer(directory, options()))
                .onFailure(SupervisorStrategy.stop().withLoggingEnabled(false))); // we say it, in one line
        context.watch(log);
        log.tell(new Log.Append(HistoryCodec.START, context.getSelf().unsafeUpcast()));
        return Behaviors.same();
    }

    /** A server that is taken over keeps the log until it has ended; and a disk that is full may be so for a while. */
    private Behavior<Object> beginLater(Throwable cause) {
        context.getLog().warn("the history can't be written yet: {}; the next try is in {}", cause.getMessage(), pause);
        timers.startSingleTimer(Begin.AGAIN, pause);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        return Behaviors.same();
    }

    private Behavior<Object> load(long before) {
        Path directory = Objects.requireNonNull(settings.directory());
        context.pipeToSelf(
                CompletableFuture.supplyAsync(
                        () -> HistoryReader.load(settings, directory, before, clock.millis()), blocking()),
                Loaded::new);
        return Behaviors.same();
    }

    private Behavior<Object> onEarly(History.Command command) {
        if (!early.isFull()) {
            early.stash(command);
        } else if (command instanceof History.Keep) {
            countNotKept("the history is not read yet");
        } else {
            refuse(command, "the history is not read yet");
        }
        return Behaviors.same();
    }

    private static void refuse(History.Command command, String reason) {
        if (command instanceof History.Ask ask) {
            ask.replyTo().tell(new History.Failed(ask.request(), reason));
        } else if (command instanceof History.AskTargets ask) {
            ask.replyTo().tell(new History.Failed(ask.request(), reason));
        }
    }

    private Behavior<Object> onLoaded(Loaded loaded) {
        if (loaded.index() == null) {
            throw new IllegalStateException("no history", loaded.failure());
        }
        index = loaded.index();
        context.getLog().info("{} messages of the history are known", index.size());
        sinceTrim = TRIM_EVERY;
        trim();
        return early.unstashAll(ready());
    }

    private Behavior<Object> ready() {
        return Behaviors.receive(Object.class)
                .onMessage(History.Keep.class, keep -> keep(keep.entry()))
                .onMessage(History.Ask.class, this::onAsk)
                .onMessage(History.AskTargets.class, ask -> {
                    trim();
                    ask.replyTo().tell(new History.Targets(ask.request(), index.targets(ask)));
                    return Behaviors.same();
                })
                .onMessage(Log.Answer.class, this::onLogAnswer)
                .onMessage(Clean.class, clean -> {
                    trim();
                    return Behaviors.same();
                })
                .onMessage(History.WhenReady.class, ask -> {
                    ask.replyTo().tell(Done.getInstance());
                    return Behaviors.same();
                })
                .onMessage(History.Close.class, close -> close())
                .onSignal(ChildFailed.class, failed -> {
                    throw new IllegalStateException("the history's log has stopped", failed.cause());
                })
                .build();
    }

    private Behavior<Object> keep(HistoryEntry entry) {
        if (log == null) {
            index.trimTail(index.add(entry, HistoryCodec.estimate(entry), Slot.NOT_LOGGED).shelf);
        } else {
            ByteString record = HistoryCodec.encode(entry);
            Log.Append append = new Log.Append(record, context.getSelf().unsafeUpcast());
            unacknowledged.put(append, index.add(entry, HistoryCodec.length(record), Slot.PENDING));
            log.tell(append);
        }
        trim();
        return Behaviors.same();
    }

    private Behavior<Object> onLogAnswer(Log.Answer answer) {
        Slot slot = unacknowledged.remove(answer.request());
        if (slot == null) {
            return Behaviors.same();
        }
        if (answer instanceof Log.Appended appended) {
            slot.sequence = appended.sequence();
            if (failing) {
                failing = false;
                context.getLog().warn("the history is kept again; {} messages were not", notKept);
                notKept = 0;
            }
        } else {
            slot.sequence = Slot.NOT_LOGGED;
            countNotKept(
                    answer instanceof Log.AppendFailed failed
                            ? failed.cause().getMessage()
                            : ((Log.AppendRefused) answer).reason());
        }
        index.trimTail(slot.shelf);
        index.trim(clock.millis());
        return closing ? close() : Behaviors.same();
    }

    /** One line when it begins, one when it is over. */
    private void countNotKept(@Nullable String why) {
        notKept++;
        if (!failing) {
            failing = true;
            context.getLog().warn("messages are not kept in the history: {}", why);
        }
    }

    private void trim() {
        int before = index.size();
        index.trim(clock.millis());
        sinceTrim += Math.max(0, before - index.size());
        if (log == null || sinceTrim < TRIM_EVERY) {
            return; // the oldest is looked for now and then only
        }
        long oldest = index.oldestSequence();
        if (oldest >= 0) {
            sinceTrim = 0;
            log.tell(new Log.Trim(oldest));
        }
    }

    private Behavior<Object> onAsk(History.Ask ask) {
        trim();
        List<Slot> slots = index.select(ask.conversation(), ask.selection(), ask.limit());
        if (slots == null) {
            ask.replyTo().tell(new History.Failed(ask.request(), "there is no such message"));
            return Behaviors.same();
        }
        if (slots.stream().allMatch(slot -> slot.entry != null)) {
            ask.replyTo().tell(new History.Messages(ask.request(), entries(slots)));
        } else if (readings.tryAcquire()) {
            read(ask, slots);
        } else {
            ask.replyTo().tell(new History.Failed(ask.request(), "too many ask for old messages; try again later"));
        }
        return Behaviors.same();
    }

    private static List<HistoryEntry> entries(List<Slot> slots) {
        return slots.stream().map(slot -> Objects.requireNonNull(slot.entry)).toList();
    }

    /** Some are on the disk alone: another thread reads them, and answers. */
    private void read(History.Ask ask, List<Slot> slots) {
        Path directory = Objects.requireNonNull(settings.directory());
        Logger logger = context.getLog(); // here, since the context is the actor's
        List<Slot.Seen> seen = slots.stream().map(Slot::seen).toList();
        blocking().execute(() -> {
            try {
                ask.replyTo().tell(new History.Messages(ask.request(), HistoryReader.read(directory, seen)));
            } catch (RuntimeException failure) {
                logger.warn("old messages can't be read", failure);
                ask.replyTo().tell(new History.Failed(ask.request(), "the messages can't be read"));
            } finally {
                readings.release();
            }
        });
    }

    private Behavior<Object> close() {
        closing = true;
        if (!unacknowledged.isEmpty()) {
            return Behaviors.same();
        }
        return Behaviors.stopped();
    }
}
