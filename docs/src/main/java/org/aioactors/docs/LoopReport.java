// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import org.aioactors.Aio;
import org.aioactors.aio.AioStats;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.LoopMetrics;

/** Tells now and then what the loops of its actor system do, a line for each. */
final class LoopReport {
    enum Tick {
        TICK
    }

    private LoopReport() {}

    static Behavior<Tick> reporting(Duration every, ActorRef<String> reader) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerAtFixedRate(Tick.TICK, every);
            return Behaviors.receiveMessage(tick -> {
                for (AioDispatcher dispatcher :
                        Aio.get(context.getSystem()).dispatchers().values()) {
                    for (LoopMetrics loop : dispatcher.metrics().loops()) {
                        reader.tell(line(dispatcher.id(), loop));
                    }
                }
                return Behaviors.same();
            });
        }));
    }

    private static String line(String dispatcher, LoopMetrics loop) {
        AioStats stats = loop.context();
        return "%s-%d: %d messages, %d actors waiting, %d wake-ups, busy-polled %d times and %d times in vain%s"
                .formatted(
                        dispatcher,
                        loop.loop(),
                        loop.messages(),
                        loop.queueDepth(),
                        stats.wakeUps(),
                        stats.busyPollHits(),
                        stats.busyPollMisses(),
                        loop.stalled() ? "; held up now" : "");
    }
}
