// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.util.ByteString;
import org.junit.jupiter.api.Test;

class RoomDirectoryTest {
    private final BehaviorTestKit<RoomDirectory.Command> directory = BehaviorTestKit.create(RoomDirectory.create());
    private final TestInbox<SessionCommand> alice = TestInbox.create("alice");
    private final TestInbox<SessionCommand> bob = TestInbox.create("bob");

    @Test
    void the_first_to_join_makes_the_room_and_the_next_finds_it() {
        TestInbox<Room.Command> kitchen = joinNew(alice, "alice", "kitchen");
        directory.run(new RoomDirectory.Join(bob.getRef(), "bob", "kitchen"));
        assertThat(directory.hasEffects()).isFalse();
        assertThat(kitchen.getAllReceived())
                .containsExactly(new Room.Enter(alice.getRef(), "alice"), new Room.Enter(bob.getRef(), "bob"));
        assertThat(rooms()).isEqualTo("* rooms: kitchen (2)\n");
    }

    @Test
    void to_join_is_to_leave_and_the_last_to_leave_closes_the_room() {
        TestInbox<Room.Command> kitchen = joinNew(alice, "alice", "kitchen");
        directory.run(new RoomDirectory.Join(bob.getRef(), "bob", "kitchen"));
        TestInbox<Room.Command> attic = joinNew(alice, "alice", "attic");
        assertThat(rooms()).isEqualTo("* rooms: attic (1), kitchen (1)\n");
        directory.run(new RoomDirectory.Join(bob.getRef(), "bob", "attic"));
        assertThat(rooms()).isEqualTo("* rooms: attic (2)\n");
        assertThat(kitchen.getAllReceived())
                .endsWith(new Room.Leave(alice.getRef()), new Room.Leave(bob.getRef()), new Room.Close());
        assertThat(attic.getAllReceived())
                .containsExactly(new Room.Enter(alice.getRef(), "alice"), new Room.Enter(bob.getRef(), "bob"));
    }

    @Test
    void leaving_the_server_twice_counts_once() {
        TestInbox<Room.Command> kitchen = joinNew(alice, "alice", "kitchen");
        directory.run(new RoomDirectory.Join(bob.getRef(), "bob", "kitchen"));
        directory.run(new RoomDirectory.Leave(alice.getRef()));
        directory.run(new RoomDirectory.Leave(alice.getRef()));
        assertThat(rooms()).isEqualTo("* rooms: kitchen (1)\n");
        assertThat(kitchen.getAllReceived()).endsWith(new Room.Leave(alice.getRef()));
    }

    @Test
    void a_room_that_was_removed_is_made_anew() {
        TestInbox<Room.Command> first = joinNew(alice, "alice", "kitchen");
        directory.run(new RoomDirectory.Leave(alice.getRef()));
        TestInbox<Room.Command> second = joinNew(bob, "bob", "kitchen");
        assertThat(second.getRef()).isNotEqualTo(first.getRef());
        assertThat(second.getAllReceived()).containsExactly(new Room.Enter(bob.getRef(), "bob"));
    }

    private TestInbox<Room.Command> joinNew(TestInbox<SessionCommand> session, String name, String room) {
        directory.run(new RoomDirectory.Join(session.getRef(), name, room));
        Effect.SpawnedAnonymous<?> spawned = directory.expectEffectClass(Effect.SpawnedAnonymous.class);
        return directory.childInbox(spawned.ref().path().name());
    }

    private String rooms() {
        TestInbox<SessionCommand> asking = TestInbox.create();
        directory.run(new RoomDirectory.ListRooms(asking.getRef()));
        ByteString text = ((SessionCommand.Listed) asking.receiveMessage()).text();
        return text.utf8String();
    }
}
