// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.aioactors.os.kernel.Pressure;

/**
 * Prints a line whenever tasks have stood still for too long, for want of a processor, memory or a disk.
 *
 * <pre>
 *   PressureAlarm cpu|memory|io|FILE MILLISECONDS     within 2 s
 * </pre>
 */
public final class PressureAlarm {
    private static final Duration WINDOW = Duration.ofSeconds(2);

    private PressureAlarm() {}

    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: PressureAlarm cpu|memory|io|FILE MILLISECONDS");
            System.exit(2);
        }
        Path file = args[0].contains("/") ? Path.of(args[0]) : Path.of("/proc/pressure", args[0]);
        Duration stall = Duration.ofMillis(Long.parseLong(args[1]));
        ActorSystem.create(create(new Pressure.Trigger(file, Pressure.Share.SOME, stall, WINDOW)), "pressure-alarm");
    }

    private static Behavior<Pressure.Event> create(Pressure.Trigger trigger) {
        return Behaviors.setup(context -> {
            Pressure.watch(context.getSystem(), trigger, context.getSelf());
            return Behaviors.receive(Pressure.Event.class)
                    .onMessage(Pressure.Opened.class, opened -> {
                        System.out.println("waiting for " + trigger.file() + ": "
                                + trigger.stall().toMillis() + " ms within "
                                + trigger.window().toMillis() + " ms");
                        return Behaviors.same();
                    })
                    .onMessage(Pressure.Stalled.class, stalled -> {
                        System.out.printf(
                                "%s pressure: some tasks stood still for %.1f %% of the last 10 s, all for %.1f %%%n",
                                LocalTime.now(ZoneId.systemDefault()), stalled.some(), stalled.full());
                        return Behaviors.same();
                    })
                    .onMessage(Pressure.Gone.class, gone -> {
                        System.out.println(trigger.file() + " is gone");
                        return Behaviors.stopped();
                    })
                    .onMessage(Pressure.Failed.class, failed -> {
                        System.out.println(failed.cause().getMessage());
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }
}
