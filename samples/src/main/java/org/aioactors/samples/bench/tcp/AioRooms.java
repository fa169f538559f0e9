// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.util.HashMap;
import java.util.Map;
import org.aioactors.AioProps;
import org.aioactors.net.Tcp;

/** Finds rooms by number, and makes those that are not there yet. */
final class AioRooms {
    /**
     * Asks for a room.
     *
     * @param frame what has named the room; goes back to the client when it is in
     * @param replyTo is told {@link AioRoom.Joined}
     */
    record Join(
            int room,
            ByteString frame,
            ActorRef<Tcp.ConnectionCommand> connection,
            ActorRef<? super AioRoom.Joined> replyTo) {}

    private AioRooms() {}

    static Behavior<Join> create() {
        return Behaviors.setup(context -> {
            Map<Integer, ActorRef<AioRoom.Command>> rooms = new HashMap<>();
            return Behaviors.receive(Join.class)
                    .onMessage(Join.class, join -> {
                        ActorRef<AioRoom.Command> room =
                                rooms.computeIfAbsent(join.room(), number -> spawn(context, number));
                        room.tell(new AioRoom.Enter(join));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static ActorRef<AioRoom.Command> spawn(ActorContext<Join> context, int number) {
        return context.spawn(AioRoom.create(), "room-" + number, AioProps.dispatcher());
    }
}
