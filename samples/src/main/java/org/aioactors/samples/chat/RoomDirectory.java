// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Knows which rooms there are and who is in which: makes a room for its first member and removes it after its last.
 *
 * <p>All coming and going passes through here, so no one can come into a room that is being removed.
 */
final class RoomDirectory extends AbstractBehavior<RoomDirectory.Command> {
    /** What the directory is told. */
    sealed interface Command {}

    /** A session goes from the room it is in, if any, to another; the answer is {@link SessionCommand.Entered}. */
    record Join(ActorRef<SessionCommand> session, String name, String room) implements Command {}

    /** A session leaves the server. Without effect if it is in no room. */
    record Leave(ActorRef<SessionCommand> session) implements Command {}

    /** A session asks which rooms there are; it gets {@link SessionCommand.Listed}. */
    record ListRooms(ActorRef<SessionCommand> session) implements Command {}

    private static final class Entry {
        final ActorRef<Room.Command> room;
        int members;

        Entry(ActorRef<Room.Command> room) {
            this.room = room;
        }
    }

    /** The rooms by name; each has at least one member between two messages. */
    private final Map<String, Entry> rooms = new TreeMap<>();

    private final Map<ActorRef<SessionCommand>, String> roomOf = new HashMap<>();

    private RoomDirectory(ActorContext<Command> context) {
        super(context);
    }

    /** Returns the behavior of a directory without rooms. */
    static Behavior<Command> create() {
        return Behaviors.setup(RoomDirectory::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Join.class, this::onJoin)
                .onMessage(Leave.class, this::onLeave)
                .onMessage(ListRooms.class, this::onListRooms)
                .build();
    }

    private Behavior<Command> onJoin(Join join) {
        leaveRoom(join.session());
        Entry entry = rooms.computeIfAbsent(
                join.room(), name -> new Entry(getContext().spawnAnonymous(Room.create(name))));
        entry.members++;
        roomOf.put(join.session(), join.room());
        entry.room.tell(new Room.Enter(join.session(), join.name()));
        return this;
    }

    private Behavior<Command> onLeave(Leave leave) {
        leaveRoom(leave.session());
        return this;
    }

    /** A room is told to close by message, not stopped: what its last member sent before is answered first. */
    private void leaveRoom(ActorRef<SessionCommand> session) {
        String name = roomOf.remove(session);
        Entry entry = name == null ? null : rooms.get(name);
        if (entry == null) {
            return;
        }
        entry.room.tell(new Room.Leave(session));
        entry.members--;
        if (entry.members == 0) {
            rooms.remove(name);
            entry.room.tell(new Room.Close());
        }
    }

    private Behavior<Command> onListRooms(ListRooms ask) {
        String list = rooms.entrySet().stream()
                .map(room -> room.getKey() + " (" + room.getValue().members + ")")
                .collect(Collectors.joining(", "));
        ask.session().tell(new SessionCommand.Listed(ServerText.notice("rooms: " + list)));
        return this;
    }
}
