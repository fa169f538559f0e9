// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;

public final class ExistingApplication {
    private ExistingApplication() {}

    static Behavior<ActorRef<String>> guardian() {
        return Behaviors.setup(context -> {
            ActorRef<ActorRef<String>> onALoop = context.spawn(whereAmI(), "on-a-loop");
            ActorRef<ActorRef<String>> blocking =
                    context.spawn(whereAmI(), "reports", DispatcherSelector.fromConfig("reports"));
            return Behaviors.receiveMessage(replyTo -> {
                onALoop.tell(replyTo);
                blocking.tell(replyTo);
                return Behaviors.same();
            });
        });
    }

    private static Behavior<ActorRef<String>> whereAmI() {
        return Behaviors.receive((context, replyTo) -> {
            replyTo.tell(context.getSelf().path().name() + ": "
                    + Thread.currentThread().getName());
            return Behaviors.same();
        });
    }
}
