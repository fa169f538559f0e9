// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import org.aioactors.Aio;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.net.UnixMessages;

public final class FdReceiver {
    /** Waits at a path for descriptors, and tells each to its owner-to-be. */
    static Behavior<UnixMessages.Event> create(Path file, ActorRef<Fd> owner) {
        return Behaviors.setup(context -> {
            UnixAddress address = UnixAddress.of(file);
            Aio.get(context.getSystem()).unixMessages().tell(UnixMessages.Open.of(context.getSelf(), address));
            return Behaviors.receive(UnixMessages.Event.class)
                    .onMessage(UnixMessages.Received.class, received -> {
                        for (int i = 0; i < received.fds().size(); i++) {
                            owner.tell(received.fds().take(i)); // what is not taken by now is closed
                        }
                        return Behaviors.same();
                    })
                    .onAnyMessage(other -> Behaviors.same())
                    .build();
        });
    }
}
