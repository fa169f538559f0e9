// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.Set;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.junit.jupiter.api.Test;

class PeerLinkTest {
    private final TestInbox<Directory.Command> peer = TestInbox.create();
    private final TestInbox<Object> loop = TestInbox.create();
    private final PeerLink link = new PeerLink(2);

    private PeerMessage.Hello hello(long number, int part, int parts) {
        User user = new User(new Uid(2, part + 1), 1, "n" + part, "~u", "h", "R", null, null, Set.of(), false, "s", 1);
        Server server = new Server(2, "s", "S", peer.getRef(), List.of());
        return new PeerMessage.Hello(server, number, part, parts, List.of(new Known(user, loop.getRef())));
    }

    private List<String> take(long number, int part, int parts) {
        List<Known> all = link.take(hello(number, part, parts), 0);
        return all == null
                ? null
                : all.stream().map(known -> known.user().nick()).toList();
    }

    @Test
    void news_count_from_the_list_on_each_once() {
        assertThat(link.next(1)).isFalse();
        assertThat(take(7, 0, 1)).containsExactly("n0");
        assertThat(link.next(7)).isFalse();
        assertThat(link.isBehind()).isFalse();
        assertThat(link.next(8)).isTrue();
        assertThat(link.next(8)).isFalse();
        assertThat(link.next(10)).isFalse();
        assertThat(link.isBehind()).isTrue();
        assertThat(link.next(9)).isTrue();
        assertThat(link.isBehind()).as("10 was dropped").isTrue();
        assertThat(take(10, 0, 1)).isNotNull();
        assertThat(link.isBehind()).isFalse();
    }

    @Test
    void a_digest_shows_that_the_last_one_was_lost() {
        take(7, 0, 1);
        link.heardOf(7);
        assertThat(link.isBehind()).isFalse();
        link.heardOf(8);
        assertThat(link.isBehind()).isTrue();
    }

    @Test
    void the_parts_of_a_list_count_together_or_not_at_all() {
        assertThat(take(7, 0, 3)).isNull();
        assertThat(take(7, 1, 3)).isNull();
        assertThat(take(7, 2, 3)).containsExactly("n0", "n1", "n2");
        assertThat(take(9, 0, 3)).isNull();
        assertThat(take(9, 2, 3)).as("one is missing").isNull();
        assertThat(take(9, 1, 3)).as("in another order").isNull();
        assertThat(link.isBehind()).isTrue();
        assertThat(take(9, 0, 2)).isNull();
        assertThat(take(10, 1, 2)).as("of another list").isNull();
        assertThat(take(10, 0, 2)).isNull();
        assertThat(take(10, 1, 2)).containsExactly("n0", "n1");
    }

    @Test
    void an_older_list_does_not_count() {
        take(7, 0, 1);
        link.next(8);
        assertThat(take(7, 0, 1)).isNull();
        assertThat(link.next(9)).isTrue();
    }

    @Test
    void it_is_asked_once_a_while_until_the_answer_is_there() {
        assertThat(link.ask(0, 10)).as("not reached").isFalse();
        link.reach(peer.getRef());
        assertThat(link.ask(0, 10)).isTrue();
        assertThat(link.ask(9, 10)).isFalse();
        assertThat(link.ask(10, 10)).isTrue();
        link.take(hello(3, 0, 2), 15);
        assertThat(link.ask(24, 10)).as("the answer is coming").isFalse();
        link.take(hello(3, 1, 2), 24);
        assertThat(link.ask(25, 10)).as("another question").isTrue();
    }
}
