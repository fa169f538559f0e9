// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.time.Duration;
import java.util.List;
import org.aioactors.aio.fdmon.FdMonitors;
import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.MonitorSlot;
import org.aioactors.aio.fdmon.Trigger;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Syscalls;

/**
 * The parts of a loop, wired in the order of the fields; each knows only those above it. This is the only place that asks
 * for the {@link Semantics}: the parts that have rules of their own in the conformance mode are made by {@link
 * ReferenceLoopParts}, and nothing else knows that there are two modes.
 *
 * <pre>
 *   Turn ──► EventWait ──► Spin ──► PollMembers ──► PollController
 *    │           ├──► Sleep ──► KernelWait ──► MonitorSlot
 *    │           └──► QueuedWork ──► NotifyGate, BottomHalfQueue, Timers
 *    └─────► Stages ──► BottomHalfQueue, FdDispatch, AioRequests, Timers
 * </pre>
 */
class LoopParts {
    final LoopGuard guard;
    final ClockSource clock;
    final CallbackRunner callbacks;
    final MonitorSlot monitor;
    final NotifyGate gate;
    final LoopBase base;
    final BottomHalfQueue bottomHalves;
    final Timers timers;
    final QueuedWork queued;
    final PollController pollController;
    final PollMembers pollMembers;
    final Spin spin;
    final KernelWait kernelWait;
    final FdHandlers fdHandlers;
    final AioRequests requests;
    final BlockingCalls blockingCalls;
    final AioFiles files;
    final Turn turn;
    final ForeignLoop foreignLoop;

    /** How long closing waits for calls that run on other threads. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final OpenResources resources = new OpenResources();

    /** Opens what a context needs; when that fails, nothing stays open. */
    static LoopParts open(String name, AioContextBuilder options) {
        return options.semantics == Semantics.REFERENCE
                ? new ReferenceLoopParts(name, options)
                : new LoopParts(name, options);
    }

    LoopParts(String name, AioContextBuilder options) {
        this.guard = new LoopGuard(name);
        this.clock = options.clock;
        this.callbacks = new CallbackRunner(name, options.errorHandlerOf(name));
        try {
            EventNotifier notifier = EventNotifier.create(options.syscalls);
            resources.add(notifier::close);
            FdTable table = new FdTable();
            this.monitor = openMonitor(options, table);
            resources.add(monitor::close);
            this.gate = newGate(name, notifier);
            this.base = new LoopBase(clock, callbacks, table, monitor, gate);
            this.bottomHalves = newBottomHalves();
            this.timers = new Timers(this::newTimerList);
            this.queued = new QueuedWork(gate, bottomHalves, timers);
            this.pollController = newPollController(options.pollParams);
            this.pollMembers = newPollMembers();
            this.spin = newSpin();
            this.kernelWait = new KernelWait(base, mayPark(options));
            this.fdHandlers = newFdHandlers();
            this.requests = new AioRequests(guard, callbacks, monitor);
            this.blockingCalls = new BlockingCalls(callbacks, bottomHalves, options.offloadExecutorOf(name));
            this.files = new AioFiles(guard, options.syscalls, monitor, requests, blockingCalls);
            FdDispatch fdDispatch = newFdDispatch();
            Stages stages = new Stages(bottomHalves, requests, timers);
            this.turn = new Turn(base, newEventWait(), fdHandlers, fdDispatch, stages);
            this.foreignLoop = new ForeignLoop(guard, newForeignTurn(fdDispatch));
            watch(notifier);
        } catch (Throwable failure) {
            resources.closeAfter(failure);
            throw failure;
        }
    }

    /** A parked thread sleeps by the system's clock, and a kernel of the user's own would not hear of it. */
    private static boolean mayPark(AioContextBuilder options) {
        return options.clock == ClockSource.SYSTEM && options.syscalls == Syscalls.linux();
    }

    /** Registers the context's own eventfd, which notifies: so a context begins with a notification (S1). */
    private void watch(EventNotifier notifier) {
        AioHandler handler = fdHandlers.setNotifier(
                notifier.fd(),
                FdHandler.builder()
                        .onReadable(() -> clear(notifier))
                        .isReady(queued::hasNews)
                        .build(),
                notifierTrigger());
        pollController.watchNotifier(handler);
        joinNotifier(handler);
    }

    /**
     * What the notifier has to say is in the gate: where its eventfd may stay readable without being reported again, the
     * read is spared. Its counter is full after 2 to the power of 64 writes, which takes centuries.
     */
    private void clear(EventNotifier notifier) {
        if (!monitor.current().reportsEdges()) {
            notifier.testAndClear();
        }
    }

    /** The notifier says that the gate has something to tell, and that is all its handler has to know. */
    Trigger notifierTrigger() {
        return Trigger.EDGE;
    }

    MonitorSlot openMonitor(AioContextBuilder options, FdTable table) {
        return monitor(options.fdMonitor, new FdMonitors(options.syscalls, table, isByName(options.fdMonitor)));
    }

    /** Whether it names one way, and does not leave the choice to us. */
    static boolean isByName(FdMonitorKind kind) {
        return kind == FdMonitorKind.EPOLL || kind == FdMonitorKind.IO_URING;
    }

    /** The monitor of this kind. */
    static MonitorSlot monitor(FdMonitorKind kind, FdMonitors monitors) {
        return switch (kind) {
            case POLL -> monitors.poll();
            case EPOLL, POLL_THEN_EPOLL -> monitors.epoll();
            case IO_URING, AUTO -> monitors.ioUring();
        };
    }

    NotifyGate newGate(String name, EventNotifier notifier) {
        return new NotifyGate(name, notifier);
    }

    BottomHalfQueue newBottomHalves() {
        return new BottomHalfQueue(base.homeThread, gate, callbacks);
    }

    TimerList newTimerList(ClockType clockType) {
        return new TimerList(clockType, clock, gate, callbacks);
    }

    PollController newPollController(PollParams params) {
        return new PollController(base, params, clock == ClockSource.SYSTEM ? WakeUpCost.ns() : 0);
    }

    PollMembers newPollMembers() {
        return new PollMembers(base, pollController);
    }

    Spin newSpin() {
        return new Spin(base, pollMembers, pollController);
    }

    FdHandlers newFdHandlers() {
        return new FdHandlers(base, pollMembers);
    }

    EventWait newEventWait() {
        Sleep sleep = new Sleep(base, queued, kernelWait, spin);
        return new FullWait(base, queued, kernelWait, sleep, spin);
    }

    FdDispatch newFdDispatch() {
        return new FdDispatch(base, pollMembers, fdHandlers);
    }

    ForeignTurn newForeignTurn(FdDispatch fdDispatch) {
        return new FullForeignTurn(base, queued, pollMembers, fdDispatch, turn);
    }

    /** The context's own handler is a member from the start, so that notifications end the spinning. */
    void joinNotifier(AioHandler handler) {
        pollMembers.join(handler);
    }

    /** How the fds are monitored now. Any thread. */
    final FdMonitorKind fdMonitor() {
        return switch (monitor.current().kind()) {
            case POLL -> FdMonitorKind.POLL;
            case EPOLL -> FdMonitorKind.EPOLL;
            case IO_URING -> FdMonitorKind.IO_URING;
        };
    }

    /** What was counted so far. Any thread. */
    final AioStats stats() {
        return new AioStats(
                turn.turns(), kernelWait.waits(), spin.hits(), spin.misses(), gate.wakeUps(), pollController.pollNs());
    }

    /** Ends all parts and gives back what was taken from the kernel; then says which bottom halves are left behind (S63). */
    final void close() {
        fdHandlers.close();
        blockingCalls.closeBottomHalf();
        List<String> leftBehind = bottomHalves.close();
        try {
            timers.close();
            requests.close();
            blockingCalls.close(LONGEST_CLOSE);
        } finally {
            resources.close();
        }
        if (!leftBehind.isEmpty()) {
            reportLeftBehind(new IllegalStateException("close: context '" + guard.contextName()
                    + "' had bottom halves that were scheduled and will not run: " + String.join(", ", leftBehind)
                    + "; poll until they have run, or close them first"));
        }
    }

    void reportLeftBehind(IllegalStateException failure) {
        callbacks.report("close of", guard.contextName(), failure);
    }
}
