// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;

/** Beats a thousand times a second, and counts the beats. */
final class Metronome {
    enum Beat {
        BEAT
    }

    private Metronome() {}

    static Behavior<Beat> beating(int beats, ActorRef<String> listener) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerAtFixedRate(Beat.BEAT, Duration.ofMillis(1));
            return counting(beats, listener);
        });
    }

    private static Behavior<Beat> counting(int left, ActorRef<String> listener) {
        return Behaviors.receiveMessage(beat -> {
            if (left > 1) {
                return counting(left - 1, listener);
            }
            listener.tell("end of the bar");
            return Behaviors.stopped();
        });
    }
}
