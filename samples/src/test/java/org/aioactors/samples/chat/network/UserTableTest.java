// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.Set;
import org.aioactors.samples.chat.network.UserTable.Known;
import org.junit.jupiter.api.Test;

class UserTableTest {
    private final UserTable users = new UserTable(1);
    private final TestInbox<Object> loop = TestInbox.create();

    private User put(long node, long number, String nick, long signedOnMs) {
        User user = new User(
                new Uid(node, number), 1, nick, "~u", "host", "Real", null, null, Set.of(), false, "s", signedOnMs);
        return put(user);
    }

    private User put(User user) {
        users.put(new Known(user, loop.getRef()));
        return user;
    }

    private User byNick(String nick) {
        Known known = users.byNick(nick);
        return known == null ? null : known.user();
    }

    @Test
    void somebody_is_found_by_the_nickname_of_now_in_any_case() {
        User ann = put(1, 1, "Ann", 5);
        assertThat(byNick("aNN")).isEqualTo(ann);
        User eve = put(ann.withNick("Eve"));
        assertThat(byNick("ann")).isNull();
        assertThat(byNick("eve")).isEqualTo(eve);
        users.remove(users.known(eve.uid()));
        assertThat(byNick("eve")).isNull();
    }

    @Test
    void of_two_with_one_nickname_it_means_the_earlier_one_whoever_is_heard_of_first() {
        User earlier = put(1, 1, "Ann", 5);
        User later = put(2, 1, "ann", 6);
        assertThat(byNick("ann")).isEqualTo(earlier);
        User first = put(3, 1, "ANN", 4);
        assertThat(byNick("ann")).isEqualTo(first);
        users.remove(users.known(first.uid()));
        assertThat(byNick("ann")).isEqualTo(earlier);
        put(earlier.withNick("Bob"));
        assertThat(byNick("ann")).isEqualTo(later);
        users.remove(users.known(later.uid()));
        assertThat(byNick("ann")).isNull();
    }

    @Test
    void who_yields_leaves_the_nickname_to_the_other() {
        User earlier = put(1, 1, "Ann", 5);
        User later = put(2, 1, "Ann", 6);
        put(later.withAway("lunch"));
        assertThat(byNick("Ann")).isEqualTo(earlier);
        User guest = put(later.withNick("Guest1"));
        assertThat(byNick("Guest1")).isEqualTo(guest);
        put(guest.withNick("Ann"));
        users.remove(users.known(later.uid()));
        assertThat(byNick("Ann")).isEqualTo(earlier);
        assertThat(byNick("Guest1")).isNull();
    }

    @Test
    void those_of_this_server_are_counted_apart() {
        put(1, 1, "Ann", 5);
        put(2, 1, "Bob", 5);
        User cat = put(1, 2, "Cat", 5);
        users.remove(users.known(cat.uid()));
        users.remove(new Known(cat, loop.getRef()));
        assertThat(users.size()).isEqualTo(2);
        assertThat(users.most()).isEqualTo(3);
        assertThat(users.local()).isEqualTo(1);
        assertThat(users.mostLocal()).isEqualTo(2);
        assertThat(users.of(2)).extracting(known -> known.user().nick()).containsExactly("Bob");
    }

    @Test
    void at_one_moment_the_lower_uid_is_the_earlier_one() {
        Seniority one = new Seniority(5, new Uid(1, 9));
        assertThat(one.precedes(new Seniority(5, new Uid(2, 1)))).isTrue();
        assertThat(one.precedes(new Seniority(5, new Uid(1, 8)))).isFalse();
        assertThat(one.precedes(new Seniority(6, new Uid(0, 1)))).isTrue();
        assertThat(one.precedes(one)).isFalse();
    }
}
