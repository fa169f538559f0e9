// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.util.ByteString;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final BehaviorTestKit<Room.Command> room = BehaviorTestKit.create(Room.create("kitchen"));
    private final TestInbox<SessionCommand> alice = TestInbox.create("alice");
    private final TestInbox<SessionCommand> bob = TestInbox.create("bob");
    private final TestInbox<SessionCommand> carol = TestInbox.create("carol");

    @BeforeEach
    void all_enter() {
        room.run(new Room.Enter(alice.getRef(), "alice"));
        room.run(new Room.Enter(bob.getRef(), "bob"));
        room.run(new Room.Enter(carol.getRef(), "carol"));
    }

    @Test
    void who_comes_in_hears_who_is_there_and_the_others_hear_of_it() {
        assertThat(alice.getAllReceived())
                .containsExactly(
                        new SessionCommand.Entered("kitchen", room.getRef(), List.of()),
                        deliver("* bob joined kitchen\n"),
                        deliver("* carol joined kitchen\n"));
        assertThat(carol.getAllReceived())
                .containsExactly(new SessionCommand.Entered("kitchen", room.getRef(), List.of("alice", "bob")));
    }

    @Test
    void lines_reach_all_others_in_order_and_the_sender_hears_that_they_did() {
        clear();
        room.run(new Room.Say(alice.getRef(), List.of("one", "two")));
        assertThat(bob.getAllReceived()).containsExactly(deliver("alice: one\nalice: two\n"));
        assertThat(carol.getAllReceived()).containsExactly(deliver("alice: one\nalice: two\n"));
        assertThat(alice.getAllReceived()).containsExactly(new SessionCommand.Said());
    }

    @Test
    void who_left_gets_nothing_and_says_nothing() {
        clear();
        room.run(new Room.Leave(bob.getRef()));
        room.run(new Room.Say(bob.getRef(), List.of("still here?")));
        room.run(new Room.Say(alice.getRef(), List.of("bye bob")));
        assertThat(bob.getAllReceived()).containsExactly(new SessionCommand.Said());
        assertThat(carol.getAllReceived())
                .containsExactly(deliver("* bob left kitchen\n"), deliver("alice: bye bob\n"));
    }

    @Test
    void leaving_twice_is_one_notice() {
        clear();
        room.run(new Room.Leave(bob.getRef()));
        room.run(new Room.Leave(bob.getRef()));
        assertThat(carol.getAllReceived()).containsExactly(deliver("* bob left kitchen\n"));
    }

    @Test
    void everybody_hears_of_a_new_name_and_lines_bear_it() {
        clear();
        room.run(new Room.Rename(alice.getRef(), "eve"));
        room.run(new Room.Say(alice.getRef(), List.of("it is me")));
        assertThat(alice.getAllReceived())
                .containsExactly(
                        deliver("* alice is now eve\n"), new SessionCommand.Renamed("eve"), new SessionCommand.Said());
        assertThat(bob.getAllReceived()).containsExactly(deliver("* alice is now eve\n"), deliver("eve: it is me\n"));
    }

    @Test
    void who_lists_the_members_in_the_order_they_came() {
        clear();
        room.run(new Room.Who(bob.getRef()));
        assertThat(bob.getAllReceived())
                .containsExactly(new SessionCommand.Listed(ByteString.fromString("* in kitchen: alice, bob, carol\n")));
    }

    @Test
    void closes_when_told() {
        room.run(new Room.Close());
        assertThat(room.isAlive()).isFalse();
    }

    private void clear() {
        alice.getAllReceived();
        bob.getAllReceived();
        carol.getAllReceived();
    }

    private static SessionCommand.Deliver deliver(String text) {
        return new SessionCommand.Deliver(ByteString.fromString(text));
    }
}
