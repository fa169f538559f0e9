// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioContextProbe;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.PollParams;
import org.aioactors.aio.Semantics;
import org.aioactors.aio.fdmon.WatchedFd;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.replay.Commands.Arguments;
import org.jspecify.annotations.Nullable;

/** All that a script works on, and the commands for the context itself and for time. */
final class Session implements AutoCloseable {
    private static final int MAX_ERRNO = 133;

    /** The traces show handlers only if they are few. */
    private static final int MAX_LISTED_HANDLERS = 12;

    private final FdMonitorKind monitor;
    private final Transcript transcript = new Transcript();
    private final TraceClock clock = new TraceClock();
    private final NamedFds fds = new NamedFds();
    private final Commands commands = new Commands();
    private final Waits waits = new Waits(clock, transcript, commands::execute);
    private final ScriptedSyscalls kernel = new ScriptedSyscalls(transcript, fds, waits, clock);
    private final Callbacks callbacks = new Callbacks(clock, transcript, fds, commands::execute);
    private final WorkCommands work = new WorkCommands(this::context, callbacks, transcript);

    /** Made by the command {@code ctx}. */
    private @Nullable AioContext context;

    Session(FdMonitorKind monitor) {
        this.monitor = monitor;
        new FdCommands(this::context, fds, callbacks).defineIn(commands);
        work.defineIn(commands);
        new ForeignCommands(this::context, transcript).defineIn(commands);
        defineContextCommands();
        defineTimeCommands();
        defineCallbackCommands();
    }

    Transcript transcript() {
        return transcript;
    }

    Commands commands() {
        return commands;
    }

    private AioContext context() {
        return Objects.requireNonNull(context, "the script made no context yet");
    }

    private AioContextProbe probe() {
        return new AioContextProbe(context());
    }

    private void defineContextCommands() {
        commands.define("ctx", arguments -> open());
        commands.define("poll", this::poll);
        commands.define("params", arguments -> context()
                .setPollParams(new PollParams(arguments.number(), arguments.number(), arguments.number())));
        commands.define("notify", arguments -> context().notifyContext());
        commands.define("extdis", arguments -> context().disableExternal());
        commands.define("exten", arguments -> context().enableExternal());
        commands.define("state", arguments -> transcript.event("state " + state()));
        commands.define(
                "pollns",
                arguments -> transcript.event("val poll_ns=" + context().pollNs()));
        commands.define("timeout", arguments -> transcript.event("val compute_timeout=" + probe().computeTimeoutNs()));
        commands.define("quiet", arguments -> transcript.setQuiet(arguments.flag()));
        commands.define(
                "fail",
                arguments -> kernel.failNext(arguments.oneOf("epoll_ctl", "ppoll", "submit"), errno(arguments.word())));
    }

    private void defineTimeCommands() {
        commands.define("now", arguments -> clock.set(arguments.number()));
        commands.define("adv", arguments -> clock.advance(arguments.number()));
        commands.define("tick", arguments -> clock.setTick(arguments.number()));
        commands.define("hostoff", arguments -> clock.setHostOffset(arguments.number()));
        commands.define("pollcost", arguments -> callbacks.setPollCost(arguments.number()));
    }

    private void defineCallbackCommands() {
        commands.define("on", arguments -> callbacks.always(arguments.word(), arguments.body()));
        commands.define("once", arguments -> callbacks.once(arguments.word(), arguments.body()));
        commands.define("wait", arguments -> waits.add(arguments.number(), arguments.body()));
        commands.define("pollready", arguments -> callbacks.testReally(arguments.word()));
        commands.define("pollret", arguments -> callbacks.setReadiness(arguments.word(), arguments.restAsFlags()));
    }

    private void open() {
        context = AioContext.builder()
                .name("replay")
                .fdMonitor(monitor)
                .semantics(Semantics.REFERENCE)
                .syscalls(kernel.seam())
                .clock(clock)
                .errorHandler(Session::rethrow)
                .build();
        context.setClockEnabled(ClockType.VIRTUAL, false); // the recorder's virtual clock stood still at first
    }

    /** No callback of a script throws; whatever arrives here went wrong in the replay. */
    private static void rethrow(String where, Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw new AssertionError(where + " failed", failure);
    }

    private void poll(Arguments arguments) {
        boolean blocking = arguments.oneOf("b", "nb").equals("b");
        boolean progress;
        transcript.enterPoll();
        try {
            progress = context().poll(blocking);
        } finally {
            transcript.leavePoll();
        }
        transcript.event("val poll(" + (blocking ? "blocking" : "nonblocking") + ") progress=" + (progress ? 1 : 0)
                + " t=" + clock.timeNs());
    }

    private String state() {
        AioContextProbe probe = probe();
        return "backend=" + probe.backend()
                + " poll_ns=" + context().pollNs()
                + " poll_disable_cnt=" + probe.pollDisableCount()
                + " poll_started=" + (probe.pollStarted() ? 1 : 0)
                + " notify_me=" + probe.notifyMe()
                + " notified=" + (probe.notified() ? 1 : 0)
                + " ext_disable=" + probe.externalDisableCount()
                + " handlers=" + handlers(probe.handlers())
                + " polling=" + probe.pollList().stream().map(fds::name).collect(Collectors.joining(" ", "[", "]"));
    }

    private String handlers(List<WatchedFd> handlers) {
        if (handlers.size() > MAX_LISTED_HANDLERS) {
            return String.valueOf(handlers.size());
        }
        return handlers.stream()
                .map(handler -> fds.name(handler.fd()) + ":" + FdEvents.describe(handler.events())
                        + (handler.deleted() ? ":deleted" : ""))
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private static int errno(String name) {
        for (int errno = 1; errno <= MAX_ERRNO; errno++) {
            if (Errno.name(errno).equals(name)) {
                return errno;
            }
        }
        throw new IllegalArgumentException("no errno is named " + name);
    }

    /** Failures that the script ordered but that met no call. */
    Set<String> pendingFailures() {
        return kernel.pendingFailures();
    }

    @Override
    public void close() {
        try {
            work.close();
            if (context != null) {
                context.close();
            }
        } finally {
            waits.close();
            kernel.close();
            fds.close();
        }
    }
}
