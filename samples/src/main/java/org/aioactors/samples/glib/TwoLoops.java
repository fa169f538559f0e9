// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.glib;

import com.sun.jna.Pointer;
import java.time.Duration;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioTimer;
import org.aioactors.aio.ClockType;

/** GLib's main loop with a context as its guest: a timer of ours that ticks five times, and work from another thread. */
public final class TwoLoops {
    private static final long TICK_NS = Duration.ofMillis(200).toNanos();
    private static final int TICKS = 5;

    private int ticks;

    private TwoLoops() {}

    /** Runs it; takes no arguments. */
    public static void main(String[] arguments) {
        if (GLib.missing().isPresent()) {
            System.err.println(GLib.missing().get());
            System.exit(1);
        }
        new TwoLoops().run();
    }

    @SuppressWarnings("try") // the source is used by GLib
    private void run() {
        Pointer mainContext = GLib.g_main_context_new();
        try (AioContext context = AioContext.builder().name("guest").build();
                GLibSource source = GLibSource.attach(context, mainContext, Throwable::printStackTrace)) {
            AioTimer[] timer = new AioTimer[1];
            timer[0] = context.newTimer(ClockType.REALTIME, () -> {
                System.out.println("tick " + ++ticks);
                timer[0].modify(context.nowNs(ClockType.REALTIME) + TICK_NS);
            });
            timer[0].modify(context.nowNs(ClockType.REALTIME) + TICK_NS);
            new Thread(() -> context.scheduleOneshot("hello", () -> System.out.println("hello from another thread")))
                    .start();
            while (ticks < TICKS) {
                GLib.g_main_context_iteration(mainContext, 1);
            }
        } finally {
            GLib.g_main_context_unref(mainContext);
        }
    }
}
