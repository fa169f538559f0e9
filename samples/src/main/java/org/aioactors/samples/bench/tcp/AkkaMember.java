// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.io.Tcp;
import akka.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The handler of one client's connection: its first message names a room, all others go there. */
final class AkkaMember extends AbstractActor {
    private final ActorRef rooms;
    private final AkkaWriter writer;
    private final FrameSplitter splitter;

    /** Null until the client has been let in; it says nothing before. */
    private @Nullable ActorRef room;

    AkkaMember(ActorRef connection, ActorRef rooms, int messageBytes) {
        this.rooms = rooms;
        writer = new AkkaWriter(connection, getSelf());
        splitter = new FrameSplitter(messageBytes);
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(AkkaRoom.Say.class, say -> writer.write(say.frame()))
                .match(AkkaWriter.Ack.class, ack -> writer.acknowledged())
                .match(Tcp.Received.class, received -> splitter.split(received.data(), this::onFrame))
                .match(AkkaRoom.Enter.class, entered -> {
                    room = getSender();
                    writer.write(entered.frame());
                })
                .match(Tcp.ConnectionClosed.class, closed -> {
                    if (room != null) {
                        room.tell(AkkaRoom.Leave.INSTANCE, getSelf());
                    }
                    getContext().stop(getSelf());
                })
                .build();
    }

    private void onFrame(ByteString frame) {
        if (room == null) {
            rooms.tell(new AkkaRoom.Enter(frame.asByteBuffer().getInt(), frame), getSelf());
        } else {
            room.tell(new AkkaRoom.Say(frame), getSelf());
        }
    }
}
