// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.LoopCounter;
import org.aioactors.os.Cpus;
import org.jspecify.annotations.Nullable;

/**
 * The own thread of a loop: one that serves a loop, with a context of its own, until the loop stops. It begins with the loop's {@link
 * LoopDuty} in its hands.
 */
final class LoopThread extends ServingThread {
    /** The loop that it serves; null once it has given it up. This thread only. */
    private @Nullable AioLoop loop;

    /** Set once by this thread, before it first releases the duty; read by all who serve the loop or wake it. */
    private volatile @Nullable AioContext context;

    /** Whether it runs the queue: not again from inside, by what polls the context meanwhile. This thread only. */
    private boolean runsQueue;

    private final LoopCounter messages;

    /** Closed when this thread ends. This thread only. */
    private final LoopResources resources = new LoopResources();

    LoopThread(AioLoop loop, String name) {
        super(null, name);
        this.loop = loop;
        messages = loop.counts().ownMessages();
    }

    @Override
    @Nullable AioLoop loop() {
        return loop;
    }

    @Override
    boolean isHome() {
        return true;
    }

    @Override
    void announceBlocking() {
        if (loop != null) {
            loop.work().announceBlocking();
        }
    }

    @Override
    void comeHome() {}

    /** It is about to handle a message. This thread. */
    void countMessage() {
        messages.increment();
    }

    /** The context. This thread, and those that relieve it. */
    AioContext context() {
        AioContext opened = context;
        if (opened == null) {
            throw new IllegalStateException(getName() + " has not opened its context yet");
        }
        return opened;
    }

    /** What the actors of the loop share. This thread, and those that relieve it. */
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
        settle(served);
        try (AioContext opened = open(served)) {
            context = opened;
            served.contexts().opened(opened);
            serve(served, opened);
        } catch (Throwable e) {
            if (loop == null) {
                served.owner().onError("closing event loop " + served, e);
            } else {
                loop = null;
                served.work().failedToRun(e);
            }
        } finally {
            if (context != null) {
                served.contexts().closed(context);
            }
            resources.close(served.owner());
        }
    }

    /** Goes to the CPU that is configured; the kernel's refusal is reported, and the thread runs where it is. */
    private static void settle(AioLoop served) {
        int cpu = served.settings().cpuOf(served.number());
        try {
            if (cpu == AioDispatcherSettings.ANY_CPU) {
                Cpus.unpinThisThread();
            } else {
                Cpus.pinThisThread(cpu);
            }
        } catch (RuntimeException e) {
            served.owner().onError("event loop " + served + " is not where aio.cpus wants it", e);
        }
    }

    private AioContext open(AioLoop served) {
        return AioContext.builder()
                .name(getName())
                .fdMonitor(served.settings().fdMonitor())
                .pollParams(served.settings().polling())
                .errorHandler(served.owner())
                .preciseTimers()
                .build();
    }

    private void serve(AioLoop served, AioContext opened) {
        DesertedCheck check =
                new DesertedCheck(served.owner(), opened, served.settings().shutdownTimeoutNs());
        opened.setPolledWork("mailboxes", () -> !runsQueue && served.work().isOnDuty(), () -> runQueue(served, check));
        while (!served.work().tryStop()) {
            turn(opened, !served.work().takeRelieved(), served.owner());
        }
        loop = null; // from here on another thread may serve it
        check.close();
    }

    private void runQueue(AioLoop served, DesertedCheck check) {
        runsQueue = true;
        try {
            served.work().runQueue(this);
        } finally {
            runsQueue = false;
            if (served.work().releaseDuty()) {
                check.idle();
            }
        }
    }

    /** A turn that does not block looks at the fds, also while there are mailboxes to run. */
    private static void turn(AioContext context, boolean blocking, LoopOwner owner) {
        try {
            context.poll(blocking);
        } catch (VirtualMachineError e) {
            // Akka decides whether it ends the JVM or the actor system; to end the latter takes a loop that runs.
            owner.onError("event loop", e);
        }
    }
}
