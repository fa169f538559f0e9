// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.aioactors.aio.LoopCounter;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.dispatcher.queue.Succession;
import org.aioactors.os.Cpus;

/** The loops of one dispatcher and what they share. Any thread may call every method; none blocks. */
final class LoopGroup {
    private final LoopOwner owner;
    private final AioDispatcherSettings settings;
    private final String threadPrefix;
    private final boolean stealing;
    private final Crew crew;
    private final StandIns standIns;
    private final StallWatch watch;
    private final List<AioLoop> loops;
    private final LoopChoice choice;

    /** How many actors were born on each loop less those that ended there. */
    private final AtomicIntegerArray born;

    /** How many came to each loop from each other one; row by row. Each row is written by that loop's own thread alone. */
    private final AtomicIntegerArray moved;

    /** A group without a thread yet, whose threads' names begin as given. */
    LoopGroup(LoopOwner owner, AioDispatcherSettings settings, String threadPrefix) {
        this.owner = owner;
        this.settings = settings;
        this.threadPrefix = threadPrefix;
        stealing = settings.stealing() && settings.threads() > 1;
        String name = threadPrefix + settings.id();
        standIns = new StandIns(this, name + "-relief", settings.stallReliefThreads());
        crew = new Crew(stealing, standIns);
        watch = new StallWatch(this, name + "-watchdog", settings);
        born = new AtomicIntegerArray(settings.threads());
        moved = new AtomicIntegerArray(settings.threads() * settings.threads());
        loops = IntStream.rangeClosed(1, settings.threads())
                .mapToObj(number -> new AioLoop(this, number))
                .toList();
        crew.begin(loops.stream().map(AioLoop::worker).toList());
        choice = new LoopChoice(loops, settings.placement());
    }

    LoopOwner owner() {
        return owner;
    }

    AioDispatcherSettings settings() {
        return settings;
    }

    /** Whether loops steal from each other, so that actors which are not settled are mobile. */
    boolean isStealing() {
        return stealing;
    }

    Crew crew() {
        return crew;
    }

    StandIns standIns() {
        return standIns;
    }

    StallWatch watch() {
        return watch;
    }

    List<AioLoop> loops() {
        return loops;
    }

    Succession succession(LoopCounter messages) {
        return new Succession(settings.throughput(), settings.throughputDeadlineNs(), messages, System::nanoTime);
    }

    LoopThread newThread(AioLoop loop) {
        return owner.wire(new LoopThread(loop, threadPrefix + loop));
    }

    /** The calling thread, which is no loop's own, leaves the processor of the thread that started it. */
    void unpinThisThread() {
        try {
            Cpus.unpinThisThread();
        } catch (RuntimeException e) {
            owner.onError(Thread.currentThread().getName() + " stays on one processor", e);
        }
    }

    /**
     * Puts something that is in no queue where it is to run, and sees to it that it is run: with what is settled, its
     * loop; else the thread that calls this, if it is one of ours; else the loop where it ran last, unless that is held up
     * and another one rests.
     */
    void enqueue(PlacedTask task) {
        if (Thread.currentThread() instanceof ServingThread here && here.group() == this && here.add(task)) {
            return;
        }
        AioLoop loop = task.loop();
        if (crew.hasIdle() && !task.isSettled() && loop.worker().isHeld()) {
            loop = choice.forTask();
        }
        loop.worker().give(task);
    }

    /** Runs a task on the calling thread, after what it runs now, if it is one of ours; else on a loop that rests, if any. */
    void execute(Runnable task) {
        AioLoop here = AioLoop.current();
        enqueue(RunnableTask.mobile(task, here != null && here.group() == this ? here : choice.forTask()));
    }

    /** The loop of a new actor that does not ask for one: the calling thread's if the actor is mobile, else by placement. */
    AioLoop placeOf(boolean settled) {
        boolean mobile = stealing && !settled;
        return mobile && Thread.currentThread() instanceof LoopThread own && own.group() == this && own.loop() != null
                ? own.comeHome()
                : choice.forActor();
    }

    /** An actor has been born on a loop, or has ended there. */
    void countActors(AioLoop on, int delta) {
        born.getAndAdd(on.number() - 1, delta);
    }

    /** An actor has come to a loop. The loop's own thread, or its guest. */
    void countMove(AioLoop from, AioLoop to) {
        int at = (to.number() - 1) * loops.size() + from.number() - 1;
        moved.setOpaque(at, moved.getPlain(at) + 1);
    }

    int actorsOf(AioLoop loop) {
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

    /** All that run something: the loops and those who stand in. */
    List<Watched> watched() {
        List<Watched> all = new ArrayList<>(loops.size() + standIns.atWork().size());
        loops.forEach(loop -> all.add(loop.worker()));
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
    void requestStop() {
        loops.forEach(loop -> loop.life().requestStop());
        standIns.dismiss();
        watch.stop();
    }
}
