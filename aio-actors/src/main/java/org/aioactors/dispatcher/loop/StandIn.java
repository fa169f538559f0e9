// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import java.util.List;
import org.aioactors.aio.LoopCounter;
import org.aioactors.dispatcher.queue.Crew;
import org.aioactors.dispatcher.queue.LoopTask;
import org.aioactors.dispatcher.queue.Worker;
import org.aioactors.dispatcher.watchdog.RunWatch;
import org.aioactors.dispatcher.watchdog.Watched;
import org.jspecify.annotations.Nullable;

/** A thread without a context that stands in for loops which are held up: it runs what is mobile, as it finds it. */
final class StandIn extends ServingThread implements Watched {
    /** How many tasks it runs before it looks whether it is still needed. */
    private static final int TASKS_BETWEEN_LOOKS = 16;

    private final Worker worker;
    private final LoopCounter messages;
    private final RunWatch watch;

    /** While it is at home of a loop: of which, and how that ends. Both null otherwise. This thread only. */
    private @Nullable EventLoop home;

    private @Nullable Visit visit;

    /** Whether somebody has hired it since it was last idle. Guarded by the {@link StandIns}. */
    boolean hired;

    StandIn(LoopGroup group, Worker worker, Runnable service, String name) {
        super(group, worker.run(), service, name);
        this.worker = worker;
        messages = worker.messages();
        watch = new RunWatch(worker.run());
    }

    /** One service: begins with a search that counts already, and ends when there is nothing to do for it. This thread. */
    void serve() {
        Crew crew = group().crew();
        try {
            boolean found = crew.searchAsWoken(worker);
            while (found && runAll()) {
                found = crew.search(worker);
            }
        } finally {
            handOn();
            worker.trim();
        }
    }

    /** Runs what it has; returns whether it is to look for more. */
    private boolean runAll() {
        for (int left = TASKS_BETWEEN_LOOKS; left > 0; left--) {
            PlacedTask task = poll();
            if (task == null) {
                return !group().isOvermanned();
            }
            run(task);
            if (left == 1) {
                if (group().isOvermanned()) {
                    return false;
                }
                left = TASKS_BETWEEN_LOOKS;
            }
        }
        return true;
    }

    private void run(PlacedTask task) {
        group().watch().ensureArmed();
        task.loop().counts().awayRun(task);
        try {
            runTask(task);
        } finally {
            Visit over = visit;
            if (over != null) {
                visit = null;
                home = null;
                over.end();
            }
        }
    }

    private @Nullable PlacedTask poll() {
        LoopTask task = worker.pollNext();
        if (task == null) {
            worker.beginTurn();
            task = worker.poll();
        }
        return (PlacedTask) task;
    }

    /** What it has goes back to the loops: they have time, or it has none. Any thread. */
    private void handOn() {
        worker.drain(StandIn::giveBack);
    }

    private static void giveBack(LoopTask task) {
        PlacedTask placed = (PlacedTask) task;
        placed.loop().give(placed);
    }

    @Override
    public RunWatch watch() {
        return watch;
    }

    @Override
    public Worker worker() {
        return worker;
    }

    @Override
    public StandIn thread() {
        return this;
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public void heldUp() {
        handOn(); // in its queue nobody might look for it
    }

    @Override
    public void stillHeldUp() {
        handOn(); // it may have queued something as it was found
    }

    @Override
    Watched watched() {
        return this;
    }

    @Override
    @Nullable EventLoop loop() {
        PlacedTask task = running();
        return task == null ? null : task.loop();
    }

    @Override
    boolean isHomeOf(EventLoop loop) {
        return home == loop;
    }

    @Override
    boolean add(PlacedTask woken) {
        if (woken.isSettled()
                || isHeld()
                || !(group().isStealing() || woken.loop().isHeld())) {
            return false;
        }
        worker.add(woken, putsFirst(woken), group().crew());
        return true;
    }

    @Override
    EventLoop comeHome() {
        PlacedTask task = running();
        if (task == null) {
            throw new IllegalStateException(getName() + " runs nothing");
        }
        EventLoop host = home;
        if (host == null) {
            holdUp(); // it may have to wait
            Visit begun = new Visit(this);
            visit = begun; // ends with the run, even if its beginning fails
            host = begun.begin(group().isStealing() ? group().loops() : List.of(task.loop()));
            task.moveTo(host);
            home = host;
        }
        return host;
    }

    @Override
    public void countMessage(EventLoop of) {
        messages.increment();
        of.counts().awayMessage();
    }
}
