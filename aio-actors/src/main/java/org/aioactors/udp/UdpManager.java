// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.dispatcher.PinnedMailbox;

/** The actor that takes {@link Udp.Bind} and {@link Udp.Connect}, and makes an actor of each socket. */
final class UdpManager {
    private UdpManager() {}

    /** The behavior of a manager; its children run on its dispatcher, which must be an aio dispatcher. */
    static Behavior<Udp.Command> create(UdpSettings settings) {
        return Behaviors.setup(context -> Behaviors.receive(Udp.Command.class)
                .onMessage(Udp.Command.class, command -> {
                    context.spawnAnonymous(UdpActor.create(settings, command), PinnedMailbox.SAME_AS_PARENT);
                    return Behaviors.same();
                })
                .build());
    }
}
