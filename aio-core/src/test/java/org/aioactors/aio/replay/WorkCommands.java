// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.BottomHalf;
import org.aioactors.aio.ClockType;
import org.aioactors.aio.replay.Commands.Arguments;

/** The commands for bottom halves, timers and clocks. */
final class WorkCommands {
    private static final Map<String, ClockType> CLOCKS = Map.of(
            "rt", ClockType.REALTIME,
            "virt", ClockType.VIRTUAL,
            "host", ClockType.HOST,
            "virt_rt", ClockType.VIRTUAL_RT);

    private record Timer(AioTimer timer, ClockType clock) {}

    private final Map<String, BottomHalf> bottomHalves = new HashMap<>();
    private final Map<String, Timer> timers = new HashMap<>();
    private final Supplier<AioContext> context;
    private final Callbacks callbacks;
    private final Transcript transcript;

    WorkCommands(Supplier<AioContext> context, Callbacks callbacks, Transcript transcript) {
        this.context = context;
        this.callbacks = callbacks;
        this.transcript = transcript;
    }

    void defineIn(Commands commands) {
        commands.define("bh", arguments -> newBottomHalf(arguments.word()));
        commands.define("sched", arguments -> bottomHalf(arguments).schedule());
        commands.define("idle", arguments -> bottomHalf(arguments).scheduleIdle());
        commands.define("cancel", arguments -> bottomHalf(arguments).cancel());
        commands.define("del", arguments -> bottomHalf(arguments).close());
        commands.define("oneshot", arguments -> scheduleOneshot(arguments.word()));
        commands.define("timer", arguments -> newTimer(arguments.word(), clock(arguments.word())));
        commands.define("mod", arguments -> timer(arguments).timer.modify(arguments.number()));
        commands.define("modrel", arguments -> modifyRelative(timer(arguments), arguments.number()));
        commands.define("antic", arguments -> timer(arguments).timer.anticipate(arguments.number()));
        commands.define("tdel", arguments -> timer(arguments).timer.cancel());
        commands.define("tpending", arguments -> showPending(arguments.word()));
        commands.define("clock_get", arguments -> showClock(arguments.word()));
        commands.define(
                "clock_enable", arguments -> context.get().setClockEnabled(clock(arguments.word()), arguments.flag()));
    }

    private void newBottomHalf(String name) {
        bottomHalves.put(name, context.get().newBottomHalf(name, () -> callbacks.run(name)));
    }

    private BottomHalf bottomHalf(Arguments arguments) {
        return named(arguments.word(), bottomHalves);
    }

    private void scheduleOneshot(String name) {
        context.get().scheduleOneshot(name, () -> callbacks.run(name));
    }

    private void newTimer(String name, ClockType clock) {
        timers.put(name, new Timer(context.get().newTimer(clock, () -> callbacks.run(name)), clock));
    }

    private Timer timer(Arguments arguments) {
        return named(arguments.word(), timers);
    }

    private void modifyRelative(Timer timer, long deltaNs) {
        timer.timer.modify(context.get().nowNs(timer.clock) + deltaNs);
    }

    private void showPending(String name) {
        AioTimer timer = named(name, timers).timer;
        transcript.event("val tpending " + name + "=" + (timer.isPending() ? 1 : 0) + " expire=" + timer.expireNs());
    }

    private void showClock(String name) {
        transcript.event("val clock " + name + "=" + context.get().nowNs(clock(name)));
    }

    private static ClockType clock(String name) {
        return named(name, CLOCKS);
    }

    private static <T> T named(String name, Map<String, T> things) {
        T thing = things.get(name);
        if (thing == null) {
            throw new IllegalArgumentException("the script knows no '" + name + "'");
        }
        return thing;
    }

    /** Ends the bottom halves, as their owner has to before the context is closed (S63). */
    void close() {
        bottomHalves.values().forEach(BottomHalf::close);
    }
}
