// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.net.Tcp;

/** A room: sends what one of its clients says to each of them. */
final class AioRoom {
    /** What a room is told. */
    sealed interface Command {}

    /** A client comes in. */
    record Enter(AioRooms.Join join) implements Command {}

    /** A client says something. */
    record Say(ByteString frame) implements Command {}

    /** A client has gone. */
    record Leave(ActorRef<Tcp.ConnectionCommand> connection) implements Command {}

    /** To a client's actor: this is its room. */
    record Joined(ActorRef<Command> room) {}

    private AioRoom() {}

    static Behavior<Command> create() {
        return Behaviors.setup(context -> {
            List<ActorRef<Tcp.ConnectionCommand>> members = new ArrayList<>();
            return Behaviors.receive(Command.class)
                    .onMessage(Say.class, say -> {
                        Tcp.Write write = Tcp.Write.of(say.frame());
                        members.forEach(member -> member.tell(write));
                        return Behaviors.same();
                    })
                    .onMessage(Enter.class, enter -> {
                        AioRooms.Join join = enter.join();
                        members.add(join.connection());
                        join.replyTo().tell(new Joined(context.getSelf()));
                        join.connection().tell(Tcp.Write.of(join.frame()));
                        return Behaviors.same();
                    })
                    .onMessage(Leave.class, leave -> {
                        members.remove(leave.connection());
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
