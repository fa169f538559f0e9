// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.LoopCounter;
import org.aioactors.dispatcher.watchdog.ThreadOwner;
import org.aioactors.os.Cpus;
import org.jspecify.annotations.Nullable;

/**
 * The own thread of a loop: one that serves a loop, with a context of its own, until the loop stops. It begins with the loop's {@code LoopDuty} in its hands.
 */
public final class LoopThread extends ServingThread {
    private final EventLoop loop;

    /** Whether it serves the loop: no more once it has given it up. This thread only. */
    private boolean serves = true;

    /** Set once by this thread, before it first releases the duty; read by all who serve the loop or wake it. */
    private volatile @Nullable AioContext context;

    /** Whether it runs the queue: not again from inside, by what polls the context meanwhile. This thread only. */
    private boolean runsQueues;

    /** This thread, or one that is at home of the loop. */
    private EventLoop.@Nullable TurnEnd turnEnd;

    private final LoopLife life;
    private final LoopCounter messages;

    /** Closed when this thread ends. This thread only. */
    private final LoopResources resources = new LoopResources();

    LoopThread(EventLoop loop, String name) {
        super(loop.group(), loop.run(), null, name);
        this.loop = loop;
        life = loop.life();
        messages = loop.messages();
    }

    @Override
    EventLoop watched() {
        return loop;
    }

    @Override
    @Nullable EventLoop loop() {
        return serves ? loop : null;
    }

    @Override
    boolean isHomeOf(EventLoop one) {
        return one == loop && serves;
    }

    @Override
    boolean add(PlacedTask woken) {
        if (!serves || (woken.loop() != loop && (woken.isSettled() || !group().isStealing()))) {
            return false;
        }
        loop.add(woken, this);
        return true;
    }

    @Override
    EventLoop comeHome() {
        if (!serves) {
            throw new IllegalStateException(getName() + " serves its loop no more");
        }
        return loop;
    }

    @Override
    public void countMessage(EventLoop of) {
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
        started();
        settle();
        try (AioContext opened = open()) {
            context = opened;
            life.contexts().opened(opened);
            serve(opened);
        } catch (Throwable e) {
            if (serves) {
                serves = false;
                life.failedToRun(e);
            } else {
                group().owner().onError("closing event loop " + loop, e);
            }
        } finally {
            if (context != null) {
                life.contexts().closed(context);
            }
            resources.close(group().owner());
        }
    }

    /** Goes to the CPU that is configured; the kernel's refusal is reported, and the thread runs where it is. */
    private void settle() {
        int cpu = group().settings().cpuOf(loop.number());
        try {
            if (cpu == AioDispatcherSettings.ANY_CPU) {
                Cpus.unpinThisThread();
            } else {
                Cpus.pinThisThread(cpu);
            }
        } catch (RuntimeException e) {
            group().owner().onError("event loop " + loop + " is not where aio.cpus wants it", e);
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
        opened.setPolledWork("mailboxes", () -> !runsQueues && !loop.rests(), () -> runQueues(check));
        while (!life.tryStop()) {
            boolean more = endTurn(check);
            turn(opened, !more && !loop.turn().takeLookAtFds(), group().owner());
        }
        serves = false; // from here on another thread may serve it
        check.close();
    }

    void addTurnEnd(EventLoop.TurnEnd next) {
        EventLoop.TurnEnd present = turnEnd;
        turnEnd = present == null ? next : busy -> endBoth(present, next, busy);
    }

    /** What one of them throws keeps the other one from nothing. */
    private static boolean endBoth(EventLoop.TurnEnd first, EventLoop.TurnEnd second, boolean busy) {
        boolean more = true;
        try {
            more = first.onTurnEnd(busy);
        } finally {
            more |= second.onTurnEnd(busy);
        }
        return more;
    }

    /** Runs a part of what waits, unless it runs something already. This thread only. */
    void runWoken() {
        if (!runsQueues) {
            runsQueues = true;
            try {
                loop.runWoken(this);
            } finally {
                runsQueues = false;
            }
        }
    }

    /** Returns whether there is more to do than to wait. */
    private boolean endTurn(DesertedCheck check) {
        if (loop.hasRunAllWoken() && loop.releaseDuty()) {
            check.idle(); // so the next turn may sleep
        }
        EventLoop.TurnEnd present = turnEnd;
        try {
            return present != null && present.onTurnEnd(!loop.rests());
        } catch (Throwable e) {
            group().owner().onError("the end of a turn of " + loop, e);
            return true;
        }
    }

    private void runQueues(DesertedCheck check) {
        runsQueues = true;
        try {
            loop.runQueues(this);
        } finally {
            runsQueues = false;
            if (loop.releaseDuty()) {
                check.idle();
            }
        }
    }

    /** A turn that does not block looks at the fds, also while there is something to run. */
    private static void turn(AioContext context, boolean blocking, ThreadOwner owner) {
        try {
            context.poll(blocking);
        } catch (VirtualMachineError e) {
            // Akka decides whether it ends the JVM or the actor system; to end the latter takes a loop that runs.
            owner.onError("event loop", e);
        }
    }
}
