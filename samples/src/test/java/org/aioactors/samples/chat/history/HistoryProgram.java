// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;

/** Keeps one message after the other until it is killed, and prints the number of each that it knows to be on the disk. */
final class HistoryProgram {
    private static final int AT_A_TIME = 20;

    private HistoryProgram() {}

    /** Usage: DIRECTORY FIRST. */
    public static void main(String[] arguments) {
        HistorySettings settings = HistorySettings.IN_MEMORY.in(Path.of(arguments[0]));
        long first = Long.parseLong(arguments[1]);
        ActorSystem.create(
                Behaviors.setup(context -> round(context.spawn(History.create(settings), "history"), settings, first)),
                "kept");
    }

    /** Keeps some, and closes the history, which waits for the disk; then the next round. */
    private static Behavior<Object> round(ActorRef<History.Command> history, HistorySettings settings, long first) {
        return Behaviors.setup(context -> {
            long nowMs = System.currentTimeMillis();
            for (long number = first; number < first + AT_A_TIME; number++) {
                history.tell(new History.Keep(Entries.entry(Entries.CHANNEL, nowMs, "m" + number)));
            }
            context.watchWith(history, "closed");
            history.tell(new History.Close());
            return Behaviors.receive(Object.class)
                    .onMessageEquals("closed", () -> {
                        System.out.println(first + AT_A_TIME);
                        return round(context.spawnAnonymous(History.create(settings)), settings, first + AT_A_TIME);
                    })
                    .build();
        });
    }
}
