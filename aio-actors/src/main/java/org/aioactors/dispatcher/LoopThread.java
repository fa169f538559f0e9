// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.LoopCounter;
import org.aioactors.os.Cpus;
import org.jspecify.annotations.Nullable;

/**
 * The own thread of a loop: one that serves a loop, with a context of its own, until the loop stops. It begins with the loop's {@code LoopDuty} in its hands.
 */
final class LoopThread extends ServingThread {
    /** The loop that it serves; null once it has given it up. This thread only. */
    private @Nullable AioLoop loop;

    /** Set once by this thread, before it first releases the duty; read by all who serve the loop or wake it. */
    private volatile @Nullable AioContext context;

    /** Whether it runs the queue: not again from inside, by what polls the context meanwhile. This thread only. */
    private boolean runsQueues;

    /** This thread, or one that is at home of the loop. */
    private @Nullable TurnEnd turnEnd;

    private final LoopLife life;
    private final LoopWorker worker;
    private final LoopCounter messages;

    /** Closed when this thread ends. This thread only. */
    private final LoopResources resources = new LoopResources();

    LoopThread(AioLoop loop, String name) {
        super(loop.group(), loop.worker().run(), null, name);
        this.loop = loop;
        life = loop.life();
        worker = loop.worker();
        messages = worker.counts().ownMessages();
    }

    @Override
    LoopWorker watched() {
        return worker;
    }

    @Override
    @Nullable AioLoop loop() {
        return loop;
    }

    @Override
    boolean isHomeOf(AioLoop one) {
        return one == loop;
    }

    @Override
    boolean add(PlacedTask woken) {
        AioLoop here = loop;
        if (here == null || (woken.loop() != here && (woken.isSettled() || !group().isStealing()))) {
            return false;
        }
        worker.add(woken, this);
        return true;
    }

    @Override
    AioLoop comeHome() {
        AioLoop here = loop;
        if (here == null) {
            throw new IllegalStateException(getName() + " serves its loop no more");
        }
        return here;
    }

    @Override
    void countMessage(AioLoop of) {
        messages.increment();
    }

    /** The context. Any thread that serves the loop. */
    AioContext context() {
        AioContext opened = context;
        if (opened == null) {
            throw new IllegalStateException(getName() + " has not opened its context yet");
        }
        return opened;
    }

    /** Has timers that can go on elsewhere do that. Any thread. */
    void evictTimers() {
        AioContext opened = context;
        if (opened != null) {
            opened.evictTimers();
        }
    }

    /** What the actors of the loop share. Any thread that serves the loop. */
    LoopResources resources() {
        return resources;
    }

    /** Somebody has taken the duty for it: it runs the queue in its next turn. Any thread. */
    void notifyDuty() {
        AioContext opened = context;
        if (opened != null) { // else it begins with a look at the queue
            opened.notifyPolledWork();
        }
    }

    @Override
    public void run() {
        AioLoop served = loop;
        if (served == null) {
            throw new IllegalStateException("a loop thread is started only once");
        }
        started();
        settle(served);
        try (AioContext opened = open()) {
            context = opened;
            life.contexts().opened(opened);
            serve(opened);
        } catch (Throwable e) {
            if (loop == null) {
                group().owner().onError("closing event loop " + served, e);
            } else {
                loop = null;
                life.failedToRun(e);
            }
        } finally {
            if (context != null) {
                life.contexts().closed(context);
            }
            resources.close(group().owner());
        }
    }

    /** Goes to the CPU that is configured; the kernel's refusal is reported, and the thread runs where it is. */
    private void settle(AioLoop served) {
        int cpu = group().settings().cpuOf(served.number());
        try {
            if (cpu == AioDispatcherSettings.ANY_CPU) {
                Cpus.unpinThisThread();
            } else {
                Cpus.pinThisThread(cpu);
            }
        } catch (RuntimeException e) {
            group().owner().onError("event loop " + served + " is not where aio.cpus wants it", e);
        }
    }

    private AioContext open() {
        return AioContext.builder()
                .name(getName())
                .fdMonitor(group().settings().fdMonitor())
                .pollParams(group().settings().polling())
                .errorHandler(group().owner())
                .preciseTimers()
                .build();
    }

    private void serve(AioContext opened) {
        DesertedCheck check =
                new DesertedCheck(group().owner(), opened, group().settings().shutdownTimeoutNs());
        opened.setPolledWork("mailboxes", () -> !runsQueues && !life.isIdle(), () -> runQueues(check));
        while (!life.tryStop()) {
            boolean more = endTurn(check);
            turn(opened, !more && !worker.turn().takeLookAtFds(), group().owner());
        }
        loop = null; // from here on another thread may serve it
        check.close();
    }

    void setTurnEnd(TurnEnd next) {
        turnEnd = next;
    }

    /** Runs a part of what waits, unless it runs something already. This thread only. */
    void runWoken() {
        if (!runsQueues) {
            runsQueues = true;
            try {
                worker.runWoken(this);
            } finally {
                runsQueues = false;
            }
        }
    }

    /** Returns whether there is more to do than to wait. */
    private boolean endTurn(DesertedCheck check) {
        if (worker.hasRunAllWoken() && worker.releaseDuty()) {
            check.idle(); // so the next turn may sleep
        }
        TurnEnd present = turnEnd;
        try {
            return present != null && present.onTurnEnd(!life.isIdle());
        } catch (Throwable e) {
            group().owner().onError("the end of a turn of " + loop, e);
            return true;
        }
    }

    private void runQueues(DesertedCheck check) {
        runsQueues = true;
        try {
            worker.runQueues(this);
        } finally {
            runsQueues = false;
            if (worker.releaseDuty()) {
                check.idle();
            }
        }
    }

    /** A turn that does not block looks at the fds, also while there is something to run. */
    private static void turn(AioContext context, boolean blocking, LoopOwner owner) {
        try {
            context.poll(blocking);
        } catch (VirtualMachineError e) {
            // Akka decides whether it ends the JVM or the actor system; to end the latter takes a loop that runs.
            owner.onError("event loop", e);
        }
    }
}
