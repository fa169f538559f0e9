// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdWatch;

/** Tells somebody each time an fd, any fd, has something to read. */
final class InputLight {
    record Ready(FdReady ready) {}

    private InputLight() {}

    static Behavior<Ready> watching(int fd, Runnable readAll, ActorRef<String> listener) {
        return Behaviors.setup(context -> {
            FdWatch watch = FdWatch.create(fd, context.getSelf(), Ready::new);
            watch.arm(FdWatch.Interest.READ);
            return Behaviors.receive(Ready.class)
                    .onMessage(Ready.class, ready -> {
                        readAll.run();
                        listener.tell("input");
                        watch.arm(FdWatch.Interest.READ); // one message for each time it is armed
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
