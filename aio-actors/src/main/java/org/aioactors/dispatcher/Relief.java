// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.trace.LoopReliefEvent;
import org.jspecify.annotations.Nullable;

/**
 * Who runs a loop's mailboxes and tasks while its own thread is held up in one of them.
 *
 * <p>From {@link HomeRun#relieve} until the own thread has come back, threads of the {@link ReliefCrew} take tasks out
 * of the queue, each in its {@link Shift}. One is enough until it blocks too; then it is replaced. A shift ends when
 * the queue is empty, when the own thread is back, or, of one that was replaced, with its run. A mailbox is never run
 * by two threads at a time, whoever they are: Akka's mark "scheduled" has it in one queue at most, once.
 *
 * <p>The duty of {@link LoopDuty} goes along with the queue: a shift that finds it empty releases the duty, and the
 * producer that takes it has another shift begin.
 *
 * <p>Everything is guarded by the lock of this object, which nobody holds while it runs a task. Methods may be called
 * by any thread, unless they say otherwise.
 */
final class Relief {
    private final AioLoop loop;
    private final RunQueue queue;
    private final LoopDuty duty;
    private final HomeRun homeRun;
    private final LoopOwner owner;
    private final List<Shift> shifts = new ArrayList<>();
    private final Visits visits = new Visits(this);

    /** How many threads were hired and not replaced since: they look at the queue again. */
    private int serving;

    /** Whether others than the own thread take tasks out of the queue. Read without the lock to see that they don't. */
    private volatile boolean on;

    /** While on: whether we have the loop's duty. Nobody but a producer takes it from IDLE. */
    private boolean hasDuty;

    private @Nullable LoopReliefEvent event;

    /** The watchdog's alone. */
    private final LongRun longHomeRun = new LongRun();

    Relief(AioLoop loop, RunQueue queue, LoopDuty duty, HomeRun homeRun, LoopOwner owner) {
        this.loop = loop;
        this.queue = queue;
        this.duty = duty;
        this.homeRun = homeRun;
        this.owner = owner;
    }

    AioLoop loop() {
        return loop;
    }

    /** The runs of shifts for which the own thread rests. */
    Visits visits() {
        return visits;
    }

    /** Whether the own thread is held up. */
    boolean isOn() {
        return on;
    }

    /** The own thread is about to block in what it runs. Own thread. */
    void announce() {
        long run = homeRun.seen();
        if (HomeRun.isRunning(run) && homeRun.relieve(run)) {
            owner.onBlocking();
            begin(run);
        }
    }

    /** The queue is ours, unless the own thread has come back meanwhile. */
    private synchronized void begin(long run) {
        if (!homeRun.isRelieved(run)) {
            return;
        }
        on = true;
        hasDuty = true;
        event = LoopReliefEvent.start();
        if (!releaseDuty()) {
            hire(1);
        }
    }

    /** Hires threads, if nobody looks after the queue. */
    private void hire(int count) {
        for (int i = 0; i < count && owner.crew().hire(this); i++) {
            serving++;
        }
    }

    private boolean isDeserted() {
        return on && hasDuty && serving == 0;
    }

    /** A thread of the crew offers to {@link #serve}, and must do so after true. */
    synchronized boolean volunteer() {
        if (isDeserted()) {
            serving++;
            return true;
        }
        return false;
    }

    /** Gives the duty back, if the queue is empty, and returns whether that is done. The lock is held. */
    private boolean releaseDuty() {
        if (!queue.isEmptyRelieved()) {
            return false;
        }
        duty.release();
        if (!queue.isEmptyRelieved() && duty.takeIfIdle()) {
            return false;
        }
        hasDuty = false; // if it is not empty, whoever queued has the duty, and comes with it
        return true;
    }

    /** A producer has taken the duty. Returns false if that concerns the own thread. */
    boolean wake() {
        return on && wakeIfStillOn();
    }

    private synchronized boolean wakeIfStillOn() {
        if (!on) {
            return false;
        }
        if (!duty.isTaken()) {
            return true; // so late that the own thread has done what there was, and was held up again
        }
        hasDuty = true;
        if (serving == 0) {
            hire(1);
        }
        return true;
    }

    /** One shift. A thread of the crew. */
    void serve(ReliefThread thread) {
        Shift shift = new Shift(this, thread);
        thread.setShift(shift);
        try {
            LoopTask task = first(shift);
            owner.watch().ensureArmed();
            while (task != null) {
                loop.counts().relievedRun(task);
                thread.runTask(task, owner);
                task = next(shift);
            }
        } finally {
            thread.setShift(null);
            end(shift);
        }
        loop.work().checkDeserted();
    }

    private synchronized @Nullable LoopTask first(Shift shift) {
        shifts.add(shift);
        return poll(shift);
    }

    private synchronized @Nullable LoopTask next(Shift shift) {
        visits.end(shift);
        if (shift.isReplaced()) {
            if (!isDeserted()) {
                return null;
            }
            shift.setReplaced(false);
            serving++;
        }
        return poll(shift);
    }

    private @Nullable LoopTask poll(Shift shift) {
        while (on) {
            LoopTask task = queue.pollRelieved();
            if (task != null) {
                shift.nextRun();
                return task;
            }
            if (!hasDuty || releaseDuty()) {
                return null;
            }
        }
        return null;
    }

    private synchronized void end(Shift shift) {
        visits.end(shift);
        shifts.remove(shift);
        if (!shift.isReplaced()) {
            serving--;
        }
        if (isDeserted()) {
            hire(1); // it failed
        }
    }

    /** A shift is about to block: others go on. The shift's thread. */
    void announce(Shift shift) {
        owner.onBlocking();
        replace(shift);
    }

    /** A shift blocks: others take its place, unless the own thread is back. */
    synchronized void replace(Shift shift) {
        if (!shift.isReplaced()) {
            shift.setReplaced(true);
            serving--;
            if (isDeserted()) {
                hire(1);
            }
        }
    }

    /**
     * The run in which the own thread was relieved is over: it takes the queue back, after all visits. Returns whether
     * it has the duty as well. Own thread.
     */
    synchronized boolean comeBack() {
        if (!on) {
            homeRun.back(); // relieved this very moment: nothing has come of it yet
            return true;
        }
        visits.awaitEnd();
        on = false;
        if (event != null) {
            event.stop(loop.toString());
            event = null;
        }
        queue.comeBack();
        homeRun.back();
        boolean back = hasDuty;
        hasDuty = false;
        // What was kept for this thread was queued by others, who did not know that.
        return back || (!queue.isEmpty() && duty.takeIfIdle());
    }

    /** The watchdog looks. Returns whether anything runs, or has run since the last look. The watchdog. */
    boolean look() {
        long run = homeRun.seen();
        boolean active = isHomeActive(run) || !longHomeRun.isKnown(run);
        if (!HomeRun.isRunning(run)) {
            longHomeRun.rest(run);
        } else if (longHomeRun.look(run) && homeRun.relieve(run)) {
            relieve(run);
        }
        List<Stall> stalls = new ArrayList<>();
        active |= lookAtShifts(stalls);
        stalls.forEach(owner::onStall);
        return active;
    }

    /** Whether there is anything to watch now. */
    synchronized boolean isRunning() {
        return !shifts.isEmpty() || isHomeActive(homeRun.seen());
    }

    /** Whether the own thread may be held up by what it runs, and was not relieved yet. */
    private boolean isHomeActive(long run) {
        return loop.work().isRunningQueue() && !HomeRun.wasRelieved(run);
    }

    private void relieve(long run) {
        LoopThread stalled = loop.work().thread();
        if (stalled == null) {
            throw new AssertionError("a run without a thread");
        }
        // Before the queue is looked at: it makes visible what the thread queued as it was relieved.
        Stall stall = Stall.of(loop, stalled);
        begin(run);
        owner.onStall(stall);
    }

    private synchronized boolean lookAtShifts(List<Stall> stalls) {
        boolean active = false;
        for (Shift shift : shifts) {
            if (!shift.isReplaced()) {
                active = true;
                if (shift.looksStalled()) {
                    shift.setReplaced(true);
                    serving--;
                    stalls.add(Stall.of(loop, shift.thread()));
                }
            }
        }
        if (!stalls.isEmpty() && isDeserted()) {
            hire(shifts.size() + 1); // twice as many each time: when all actors block, the last must not wait for long
        }
        return active;
    }
}
