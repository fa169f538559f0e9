// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.ActorCell;
import akka.actor.Cell;
import akka.dispatch.Envelope;
import akka.dispatch.Mailbox;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageDispatcher;
import akka.dispatch.MonitorableThreadFactory;
import akka.dispatch.TaskInvocation;
import akka.dispatch.sysmsg.SystemMessage;
import akka.event.Logging;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import scala.Option;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;
import scala.util.control.NonFatal;

/**
 * Akka's dispatcher on event loops. It gives each actor to one of its loops, for the actor's life. Made by {@link
 * AioDispatcherConfigurator}; the methods are Akka's, may be called by any thread and don't block.
 */
public final class AioDispatcher extends MessageDispatcher {
    private final AioDispatcherSettings settings;
    private final List<AioLoop> loops;
    private final ReliefCrew crew;
    private final StallWatch watch;
    private final StallLog stallLog;

    /** How often a thread announced that it would block. */
    private final AtomicLong announcedBlocks = new AtomicLong();

    private final LoopChoice choice;

    AioDispatcher(AioDispatcherConfigurator configurator, AioDispatcherSettings settings) {
        super(configurator);
        this.settings = settings;
        Owner owner = new Owner();
        crew = new ReliefCrew(owner, owner.threadName("relief"), settings.stallReliefThreads());
        watch = new StallWatch(owner, owner.threadName("watchdog"), settings.stallReliefNs());
        stallLog = new StallLog(java.time.Duration.ofNanos(settings.stallReliefNs()), System::nanoTime, owner::warn);
        loops = IntStream.rangeClosed(1, settings.threads())
                .mapToObj(number -> new AioLoop(owner, settings, number))
                .toList();
        choice = new LoopChoice(loops, settings.placement());
    }

    /** Its loops, as many as configured, whether or not their threads run now. */
    public List<AioLoop> loops() {
        return loops;
    }

    /**
     * How many times an actor or a task has held up its thread for `stall-relief` without announcing it. Any thread.
     */
    public long stalls() {
        return stallLog.count();
    }

    /** How many times an actor or a task has announced, through Scala's BlockContext, that it blocks. Any thread. */
    public long announcedBlocks() {
        return announcedBlocks.get();
    }

    /** How many relief threads there are, at work or waiting for the next stall. Any thread. */
    public int reliefThreads() {
        return crew.size();
    }

    /** What the dispatcher and its loops have counted so far. Any thread; does not block. */
    public DispatcherMetrics metrics() {
        return new DispatcherMetrics(
                settings.id(),
                stalls(),
                announcedBlocks(),
                reliefThreads(),
                loops.stream().map(AioLoop::metrics).toList());
    }

    /**
     * Binds a new actor to the loop that it asks for, see {@link LoopWish}, or to one by {@code aio.placement}.
     *
     * @throws IllegalArgumentException if it asks for a loop that there is not
     */
    @Override
    public Mailbox createMailbox(Cell actor, MailboxType mailboxType) {
        int wish = LoopWish.of(actor.props().deploy());
        AioLoop loop = wish == LoopWish.NONE ? choice.forActor() : loop(wish, actor);
        return new AioMailbox(
                mailboxType.create(Option.apply(actor.self()), Option.apply(actor.system())),
                loop,
                mailboxType instanceof PinnedMailbox);
    }

    private AioLoop loop(int number, Cell actor) {
        if (number > loops.size()) {
            throw new IllegalArgumentException(actor.self() + " asks for loop " + number + " of dispatcher '" + id()
                    + "', which has 1 to " + loops.size() + "; raise aio.threads of the dispatcher or ask for one of"
                    + " these");
        }
        return loops.get(number - 1);
    }

    /** Puts a message into the actor's mailbox and the mailbox into its loop's queue, if it is not there. */
    @Override
    public void dispatch(ActorCell receiver, Envelope message) {
        Mailbox mailbox = receiver.mailbox();
        mailbox.enqueue(receiver.self(), message);
        registerForExecution(mailbox, true, false);
    }

    /** The same for a message of Akka's own. */
    @Override
    public void systemDispatch(ActorCell receiver, SystemMessage message) {
        Mailbox mailbox = receiver.mailbox();
        mailbox.systemEnqueue(receiver.self(), message);
        registerForExecution(mailbox, false, true);
    }

    /** Puts a mailbox that has something to do into its loop's queue; returns whether it was not there already. */
    @Override
    public boolean registerForExecution(Mailbox mailbox, boolean hasMessage, boolean hasSystemMessage) {
        // A closed mailbox, such as the one of the dead letters, is never to be scheduled: so this is one of ours.
        if (mailbox.canBeScheduledForExecution(hasMessage, hasSystemMessage) && mailbox.setAsScheduled()) {
            AioMailbox ours = (AioMailbox) mailbox;
            ours.loop().enqueue(ours);
            return true;
        }
        return false;
    }

    /** Runs a task on the caller's loop if that is one of this dispatcher's, else on the next one. */
    @Override
    public void executeTask(TaskInvocation task) {
        AioLoop here = AioLoop.current();
        AioLoop loop = here != null && owns(here) ? here : choice.next();
        loop.executeAnywhere(task);
    }

    /** Whether {@code loop} is one of {@link #loops}. Any thread. */
    public boolean owns(AioLoop loop) {
        return loop.number() <= loops.size() && loops.get(loop.number() - 1) == loop;
    }

    /**
     * For Akka, which calls it when nobody has used the dispatcher for {@link #shutdownTimeout}; it may be used
     * again.
     */
    @Override
    public void shutdown() {
        loops.forEach(AioLoop::requestStop);
        crew.dismiss();
        watch.stop();
    }

    @Override
    public String id() {
        return settings.id();
    }

    /** How many messages an actor handles before it is another actor's turn. */
    @Override
    public int throughput() {
        return settings.throughput();
    }

    /** How long an actor handles messages before it is another actor's turn; 0 is for ever. */
    @Override
    public Duration throughputDeadlineTime() {
        // Akka calls this before our fields are set, and then before each run of a mailbox.
        return ((AioDispatcherConfigurator) configurator()).throughputDeadline();
    }

    /** How long the dispatcher waits for a new actor before its threads end. */
    @Override
    public FiniteDuration shutdownTimeout() {
        return FiniteDuration.create(settings.shutdownTimeoutNs(), TimeUnit.NANOSECONDS);
    }

    @Override
    public String toString() {
        return "AioDispatcher[" + settings.id() + "]";
    }

    private final class Owner implements LoopOwner {
        @Override
        public boolean isDeserted() {
            return inhabitants() == 0;
        }

        @Override
        public void stopLoops() {
            shutdown();
        }

        @Override
        public LoopThread newThread(AioLoop loop) {
            return wire(new LoopThread(loop, threads().name() + "-" + loop));
        }

        String threadName(String role) {
            return threads().name() + "-" + settings.id() + "-" + role;
        }

        @Override
        public <T extends Thread> T wire(T thread) {
            return threads().wire(thread);
        }

        @Override
        public ReliefCrew crew() {
            return crew;
        }

        @Override
        public StallWatch watch() {
            return watch;
        }

        @Override
        public void onStall(Stall stall) {
            stallLog.add(stall);
        }

        @Override
        public void onBlocking() {
            announcedBlocks.incrementAndGet();
        }

        void warn(String line) {
            eventStream().publish(new Logging.Warning(settings.id(), AioDispatcher.class, line));
        }

        @Override
        public void onError(String where, Throwable error) {
            if (NonFatal.apply(error)) {
                eventStream().publish(new Logging.Error(error, settings.id(), AioDispatcher.class, where));
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
