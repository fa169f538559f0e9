// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.Cell;
import akka.dispatch.Dispatcher;
import akka.dispatch.Mailbox;
import akka.dispatch.MailboxType;
import akka.dispatch.MonitorableThreadFactory;
import akka.dispatch.TaskInvocation;
import akka.event.Logging;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.dispatcher.loop.AioDispatcherSettings;
import org.aioactors.dispatcher.loop.EventLoop;
import org.aioactors.dispatcher.loop.LoopGroup;
import org.aioactors.dispatcher.watchdog.Stall;
import org.aioactors.dispatcher.watchdog.StallLog;
import org.aioactors.dispatcher.watchdog.ThreadOwner;
import scala.Option;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;
import scala.util.control.NonFatal;

/**
 * Akka's dispatcher on event loops. Made by {@link AioDispatcherConfigurator}; the methods are Akka's, may be called by
 * any thread and don't block. It is a {@link Dispatcher} for those who ask for that type, and for agents that hook its
 * {@code dispatch}; of that one's executor there is nothing.
 */
public final class AioDispatcher extends Dispatcher {
    private final LoopGroup group;
    private final List<AioLoop> loops;
    private final StallLog stallLog;

    /** How often a thread announced that it would block. */
    private final AtomicLong announcedBlocks = new AtomicLong();

    AioDispatcher(AioDispatcherConfigurator configurator, AioDispatcherSettings settings) {
        super(
                configurator,
                settings.id(),
                settings.throughput(),
                Duration.fromNanos(settings.throughputDeadlineNs()),
                (id, threads) -> () -> {
                    throw new UnsupportedOperationException("dispatcher '" + id + "' has event loops and no executor");
                },
                FiniteDuration.create(settings.shutdownTimeoutNs(), TimeUnit.NANOSECONDS));
        Owner owner = new Owner();
        stallLog = new StallLog(java.time.Duration.ofNanos(settings.stallReportNs()), System::nanoTime, owner::warn);
        group = new LoopGroup(owner, settings, owner.threads().name() + "-", AioLoop::new);
        loops = group.loops().stream().map(AioLoop::of).toList();
    }

    /** Its loops, as many as configured, whether or not their threads run now. */
    public List<AioLoop> loops() {
        return loops;
    }

    /**
     * How many times an actor or a task has held up its thread for `stall-report` without announcing it. Any thread.
     */
    public long stalls() {
        return stallLog.count();
    }

    /** The last stalls, a few at most, oldest first: who the culprits were. Any thread. */
    public List<LastStall> lastStalls() {
        return stallLog.last(LastStall::new);
    }

    /** How many times an actor or a task has announced, through Scala's BlockContext, that it blocks. Any thread. */
    public long announcedBlocks() {
        return announcedBlocks.get();
    }

    /** How many threads there are to stand in for loops, at work or waiting for the next stall. Any thread. */
    public int reliefThreads() {
        return group.standIns().size();
    }

    /** What the dispatcher and its loops have counted so far. Any thread; does not block. */
    public DispatcherMetrics metrics() {
        return new DispatcherMetrics(
                id(),
                stalls(),
                announcedBlocks(),
                reliefThreads(),
                loops().stream().map(AioLoop::metrics).toList());
    }

    /**
     * Makes the mailbox of a new actor, which is settled on the loop that it asks for, see {@link LoopWish}, or on one
     * by {@code aio.placement} if it has the {@link PinnedMailbox}; else it is mobile.
     *
     * @throws IllegalArgumentException if it asks for a loop that there is not
     */
    @Override
    public Mailbox createMailbox(Cell actor, MailboxType mailboxType) {
        int wish = LoopWish.of(actor.props().deploy());
        boolean settled = wish != LoopWish.NONE || mailboxType instanceof PinnedMailbox;
        EventLoop loop = wish == LoopWish.NONE ? group.placeOf(settled) : loop(wish, actor);
        return new AioMailbox(
                mailboxType.create(Option.apply(actor.self()), Option.apply(actor.system())), loop, settled);
    }

    private EventLoop loop(int number, Cell actor) {
        if (number > loops.size()) {
            throw new IllegalArgumentException(actor.self() + " asks for loop " + number + " of dispatcher '" + id()
                    + "', which has 1 to " + loops.size() + "; raise aio.threads of the dispatcher or ask for one of"
                    + " these");
        }
        return group.loops().get(number - 1);
    }

    /** Queues a mailbox that has something to do where it is to run; returns whether it was not queued already. */
    @Override
    public boolean registerForExecution(Mailbox mailbox, boolean hasMessage, boolean hasSystemMessage) {
        // A closed mailbox, such as the one of the dead letters, is never to be scheduled: so this is one of ours.
        if (mailbox.canBeScheduledForExecution(hasMessage, hasSystemMessage) && mailbox.setAsScheduled()) {
            group.enqueue(((AioMailbox) mailbox).task());
            return true;
        }
        return false;
    }

    /** Runs a task on the caller's thread if that is one of this dispatcher's, else on a loop that has time. */
    @Override
    public void executeTask(TaskInvocation task) {
        group.execute(task);
    }

    /** Whether {@code loop} is one of {@link #loops}. Any thread. */
    public boolean owns(AioLoop loop) {
        return loop.loop().group() == group;
    }

    /**
     * For Akka, which calls it when nobody has used the dispatcher for {@link #shutdownTimeout}; it may be used
     * again.
     */
    @Override
    public void shutdown() {
        group.requestStop();
    }

    private final class Owner implements ThreadOwner {
        @Override
        public boolean isDeserted() {
            return inhabitants() == 0;
        }

        @Override
        public void stopLoops() {
            shutdown();
        }

        @Override
        public <T extends Thread> T wire(T thread) {
            return threads().wire(thread);
        }

        @Override
        public void onStall(Stall stall) {
            stallLog.add(stall);
        }

        @Override
        public void onBlocking() {
            announcedBlocks.incrementAndGet();
        }

        @Override
        public void onShortage(String what, Throwable reason) {
            warn(what + ": " + reason);
        }

        void warn(String line) {
            eventStream().publish(new Logging.Warning(id(), AioDispatcher.class, line));
        }

        @Override
        public void onError(String where, Throwable error) {
            if (NonFatal.apply(error)) {
                eventStream().publish(new Logging.Error(error, id(), AioDispatcher.class, where));
            } else {
                threads().exceptionHandler().uncaughtException(Thread.currentThread(), error);
            }
        }

        /** Akka's own: it knows the name of the actor system and what to do about fatal errors. */
        private MonitorableThreadFactory threads() {
            return (MonitorableThreadFactory) configurator().prerequisites().threadFactory();
        }
    }
}
