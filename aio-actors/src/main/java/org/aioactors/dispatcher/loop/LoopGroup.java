// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.dispatcher.queue.Succession;
import org.aioactors.dispatcher.watchdog.StallWatch;
import org.aioactors.dispatcher.watchdog.ThreadOwner;
import org.aioactors.dispatcher.watchdog.Watched;

/** The loops of one dispatcher and what they share. Any thread may call every method; none blocks. */
public final class LoopGroup {
    private final ThreadOwner owner;
    private final AioDispatcherSettings settings;
    private final String threadPrefix;
    private final Crew crew;
    private final StandIns standIns;
    private final StallWatch watch;
    private final List<EventLoop> loops;
    private final LoopChoice choice;

    /** How many actors were born on each loop less those that ended there. */
    private final AtomicIntegerArray born;

    /** How many came to each loop from each other one; row by row. Each row is written by that loop's own thread alone. */
    private final AtomicIntegerArray moved;

    /**
     * A group without a thread yet.
     *
     * @param threadPrefix how the names of its threads begin
     * @param handle makes what users know a loop as
     */
    public LoopGroup(
            ThreadOwner owner, AioDispatcherSettings settings, String threadPrefix, Function<EventLoop, ?> handle) {
        this.owner = owner;
        this.settings = settings;
        this.threadPrefix = threadPrefix;
        String name = threadPrefix + settings.id();
        standIns = new StandIns(this, name + "-relief", settings.stallReliefThreads());
        crew = new Crew(settings.stealing() && settings.threads() > 1, standIns);
        watch = new StallWatch(
                name + "-watchdog", settings.stallReliefNs(), settings.stallReportNs(), owner, crew, this::watched);
        born = new AtomicIntegerArray(settings.threads());
        moved = new AtomicIntegerArray(settings.threads() * settings.threads());
        loops = IntStream.rangeClosed(1, settings.threads())
                .mapToObj(number -> new EventLoop(this, number, handle))
                .toList();
        crew.begin(loops);
        choice = new LoopChoice(loops, settings.placement());
    }

    /** What it needs of its dispatcher. */
    public ThreadOwner owner() {
        return owner;
    }

    /** How it is configured. */
    public AioDispatcherSettings settings() {
        return settings;
    }

    /** Whether loops steal from each other, so that actors which are not settled are mobile. */
    boolean isStealing() {
        return crew.isStealing();
    }

    Crew crew() {
        return crew;
    }

    /** Who stands in for loops. */
    public StandIns standIns() {
        return standIns;
    }

    StallWatch watch() {
        return watch;
    }

    /** Its loops, by their numbers. */
    public List<EventLoop> loops() {
        return loops;
    }

    Succession succession() {
        return new Succession(settings.throughput(), settings.throughputDeadlineNs(), System::nanoTime);
    }

    LoopThread newThread(EventLoop loop) {
        return owner.wire(new LoopThread(loop, threadPrefix + loop));
    }

    /**
     * Puts something that is in no queue where it is to run, and sees to it that it is run: with what is settled, its
     * loop; else the thread that calls this, if it is one of ours; else the loop where it ran last, unless that is held up
     * and another one rests.
     */
    public void enqueue(PlacedTask task) {
        if (Thread.currentThread() instanceof ServingThread here && here.group() == this && here.add(task)) {
            return;
        }
        EventLoop loop = task.loop();
        if (crew.hasIdle() && !task.isSettled() && loop.isHeld()) {
            loop = choice.forTask();
        }
        loop.give(task);
    }

    /** Runs a task on the calling thread, after what it runs now, if it is one of ours; else on a loop that rests, if any. */
    public void execute(Runnable task) {
        EventLoop here = ServingThread.currentLoop();
        enqueue(new RunnableTask(task, here != null && here.group() == this ? here : choice.forTask(), false));
    }

    /** The loop of a new actor that does not ask for one: the calling thread's if the actor is mobile, else by placement. */
    public EventLoop placeOf(boolean settled) {
        boolean mobile = isStealing() && !settled;
        return mobile && Thread.currentThread() instanceof LoopThread own && own.group() == this && own.loop() != null
                ? own.comeHome()
                : choice.forActor();
    }

    void countActors(EventLoop on, int delta) {
        born.getAndAdd(on.number() - 1, delta);
    }

    /** An actor has come to a loop. The loop's own thread, or its guest. */
    void countMove(EventLoop from, EventLoop to) {
        int at = (to.number() - 1) * loops.size() + from.number() - 1;
        moved.setOpaque(at, moved.getPlain(at) + 1);
    }

    int actorsOf(EventLoop loop) {
        int index = loop.number() - 1;
        int actors = born.get(index);
        for (int other = 0; other < loops.size(); other++) {
            actors += moved.getOpaque(index * loops.size() + other) - moved.getOpaque(other * loops.size() + index);
        }
        return Math.max(0, actors); // while some are under way
    }

    /** Whether there are more stand-ins at work than it takes. */
    boolean isOvermanned() {
        return watch.isCalm() && crew.hands().isOvermanned();
    }

    private List<Watched> watched() {
        List<Watched> all = new ArrayList<>(loops);
        all.addAll(standIns.atWork());
        return all;
    }

    /** A stand-in has run what may have been the last of a deserted dispatcher: see {@link DesertedCheck}. */
    void checkDeserted() {
        if (owner.isDeserted()) {
            loops.forEach(loop -> loop.life().wakeIfIdle());
        }
    }

    /** Has all threads end that have nothing to do. */
    public void requestStop() {
        loops.forEach(loop -> loop.life().requestStop());
        standIns.dismiss();
        watch.stop();
    }
}
