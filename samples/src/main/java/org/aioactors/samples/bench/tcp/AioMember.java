// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/** The handler of one client's connection: its first message names a room, all others go there. */
final class AioMember {
    private final ActorContext<Object> context;
    private final ActorRef<Tcp.ConnectionCommand> connection;
    private final ActorRef<AioRooms.Join> rooms;
    private final FrameSplitter splitter;

    /** Null until the client has been let in; it says nothing before. */
    private @Nullable ActorRef<AioRoom.Command> room;

    private AioMember(
            ActorContext<Object> context,
            ActorRef<Tcp.ConnectionCommand> connection,
            ActorRef<AioRooms.Join> rooms,
            int messageBytes) {
        this.context = context;
        this.connection = connection;
        this.rooms = rooms;
        splitter = new FrameSplitter(messageBytes);
    }

    static Behavior<Tcp.Event> create(
            ActorRef<Tcp.ConnectionCommand> connection, ActorRef<AioRooms.Join> rooms, int messageBytes) {
        return Behaviors.<Object>setup(context -> new AioMember(context, connection, rooms, messageBytes).behavior())
                .narrow();
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(Tcp.Received.class, received -> {
                    splitter.split(received.data(), this::onFrame);
                    return Behaviors.same();
                })
                .onMessage(AioRoom.Joined.class, joined -> {
                    room = joined.room();
                    return Behaviors.same();
                })
                .onMessage(Tcp.CommandFailed.class, failed -> {
                    connection.tell(
                            new Tcp.Abort()); // the client reads too slowly: it must not miss a message unawares
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> {
                    if (room != null) {
                        room.tell(new AioRoom.Leave(connection));
                    }
                    return Behaviors.stopped();
                })
                .build();
    }

    private void onFrame(ByteString frame) {
        if (room == null) {
            rooms.tell(new AioRooms.Join(frame.asByteBuffer().getInt(), frame, connection, context.getSelf()));
        } else {
            room.tell(new AioRoom.Say(frame));
        }
    }
}
