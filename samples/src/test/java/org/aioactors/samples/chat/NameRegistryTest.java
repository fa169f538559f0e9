// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class NameRegistryTest {
    private final BehaviorTestKit<NameRegistry.Command> registry = BehaviorTestKit.create(NameRegistry.create());
    private final TestInbox<SessionCommand> alice = TestInbox.create("alice");
    private final TestInbox<SessionCommand> bob = TestInbox.create("bob");

    @Test
    void guests_get_names_that_nobody_has() {
        claim(alice, "Guest-2");
        registry.run(new NameRegistry.ClaimGuest(bob.getRef()));
        registry.run(new NameRegistry.ClaimGuest(bob.getRef()));
        assertThat(bob.getAllReceived())
                .containsExactly(new SessionCommand.NameGranted("guest-1"), new SessionCommand.NameGranted("guest-3"));
    }

    @Test
    void a_name_is_taken_in_capitals_or_not() {
        assertThat(claim(alice, "alice")).isEqualTo(new SessionCommand.NameGranted("alice"));
        assertThat(claim(bob, "alice")).isEqualTo(new SessionCommand.NameTaken("alice"));
        assertThat(claim(bob, "ALICE")).isEqualTo(new SessionCommand.NameTaken("ALICE"));
    }

    @Test
    void the_holder_may_change_the_capitals() {
        claim(alice, "alice");
        assertThat(claim(alice, "Alice")).isEqualTo(new SessionCommand.NameGranted("Alice"));
        assertThat(claim(bob, "alice")).isInstanceOf(SessionCommand.NameTaken.class);
    }

    @Test
    void an_old_name_is_free_once_given_back_and_not_before() {
        claim(alice, "alice");
        claim(alice, "eve");
        assertThat(claim(bob, "alice")).isInstanceOf(SessionCommand.NameTaken.class);
        registry.run(new NameRegistry.Release(alice.getRef(), "alice"));
        assertThat(claim(bob, "alice")).isInstanceOf(SessionCommand.NameGranted.class);
        assertThat(claim(bob, "eve")).isInstanceOf(SessionCommand.NameTaken.class);
    }

    @Test
    void nobody_gives_back_what_is_not_his() {
        claim(alice, "alice");
        registry.run(new NameRegistry.Release(bob.getRef(), "alice"));
        registry.run(new NameRegistry.Leave(bob.getRef()));
        assertThat(claim(bob, "alice")).isInstanceOf(SessionCommand.NameTaken.class);
    }

    @Test
    void who_leaves_gives_back_all_names() {
        claim(alice, "alice");
        claim(alice, "eve");
        registry.run(new NameRegistry.Leave(alice.getRef()));
        assertThat(claim(bob, "alice")).isInstanceOf(SessionCommand.NameGranted.class);
        assertThat(claim(bob, "eve")).isInstanceOf(SessionCommand.NameGranted.class);
    }

    private SessionCommand claim(TestInbox<SessionCommand> session, String name) {
        registry.run(new NameRegistry.Claim(session.getRef(), name));
        return session.receiveMessage();
    }
}
