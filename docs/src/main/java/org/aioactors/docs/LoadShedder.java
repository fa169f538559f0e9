// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import org.aioactors.os.kernel.Pressure;

/** Tells somebody to do less when memory is short. */
final class LoadShedder {
    private LoadShedder() {}

    static Behavior<Pressure.Event> watching(ActorRef<String> worker) {
        return Behaviors.setup(context -> {
            Pressure.Trigger trigger = new Pressure.Trigger(
                    Pressure.MEMORY, Pressure.Share.SOME, Duration.ofMillis(150), Duration.ofSeconds(2));
            Pressure.watch(context.getSystem(), trigger, context.getSelf());
            return Behaviors.receive(Pressure.Event.class)
                    .onMessage(Pressure.Opened.class, opened -> {
                        worker.tell("as you like");
                        return Behaviors.same();
                    })
                    .onMessage(Pressure.Stalled.class, stalled -> {
                        worker.tell("do less");
                        return Behaviors.same();
                    })
                    .onMessage(Pressure.Failed.class, failed -> Behaviors.stopped())
                    .build();
        });
    }
}
