// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a directory answers to another one that wants a nickname, also if it has told that one nothing yet. */
class ClaimTest {
    private static final long NOW_MS = 1_000;

    private final TestInbox<Directory.Command> other = TestInbox.create();
    private final SimulatedSite site = new SimulatedSite(1, () -> NOW_MS, new Random(1), 0);

    private boolean isFree(String nick, long signedOnMs) {
        Seniority by = new Seniority(signedOnMs, new Uid(2, 1));
        site.logic.onPeer(new PeerMessage.Claim(2, 7, nick, by, other.getRef()));
        site.hear();
        PeerMessage.ClaimAnswer answer = null;
        while (other.hasMessages()) {
            answer = other.receiveMessage() instanceof PeerMessage.ClaimAnswer given ? given : answer;
        }
        assertThat(answer.number()).isEqualTo(7);
        assertThat(answer.node()).isEqualTo(1);
        return answer.free();
    }

    private void register(String nick) {
        site.register(nick, NOW_MS);
        site.carryOut();
    }

    @Test
    void who_is_here_keeps_the_nickname_whoever_wants_it() {
        register("ann");
        assertThat(isFree("bob", 1)).isTrue();
        assertThat(isFree("ANN", 1)).isFalse();
        assertThat(site.own()).hasSize(1);
    }

    @Test
    void of_two_claims_the_earlier_user_has_the_better_one() {
        site.logic.seen(new Directory.ServerSeen(2));
        site.logic.reached(new Directory.Reached(2, other.getRef()));
        register("ann");
        assertThat(site.own()).as("waits for the other one").isEmpty();
        assertThat(isFree("ann", NOW_MS + 1)).isFalse();
        assertThat(site.refused).isZero();
        assertThat(isFree("Ann", NOW_MS - 1)).isTrue();
        assertThat(site.refused).isEqualTo(1);
    }

    @Test
    void a_claim_ends_with_its_user() {
        site.logic.seen(new Directory.ServerSeen(2));
        register("ann");
        site.leave(new Random(1));
        site.carryOut();
        assertThat(isFree("ann", NOW_MS + 1)).isTrue();
        site.logic.gone(new Directory.ServerGone(2));
        assertThat(site.own()).isEmpty();
    }

    @Test
    void who_was_waited_for_and_has_gone_is_not_missed() {
        site.logic.seen(new Directory.ServerSeen(2));
        register("ann");
        site.logic.gone(new Directory.ServerGone(2));
        assertThat(site.own()).hasSize(1);
    }
}
