// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;

/** A room: sends what one of its clients says to each of them. */
final class AkkaRoom extends AbstractActor {
    /** A client, whose actor sends this, comes in; the actor is sent the same. */
    record Enter(int room, ByteString frame) {}

    /** A client says something; each client's actor is sent the same. */
    record Say(ByteString frame) {}

    /** The client whose actor sends this has gone. */
    enum Leave {
        INSTANCE
    }

    private final List<ActorRef> members = new ArrayList<>();

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Say.class, say -> members.forEach(member -> member.tell(say, getSelf())))
                .match(Enter.class, enter -> {
                    members.add(getSender());
                    getSender().tell(enter, getSelf());
                })
                .match(Leave.class, leave -> members.remove(getSender()))
                .build();
    }
}
