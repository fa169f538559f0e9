// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.network.UserMode;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final Town town = new Town();
    private final User ann = town.join("Ann");

    @Test
    void ison() {
        town.join("Bob");
        assertThat(town.ask(ann, "ISON ann nobody BOB")).containsExactly("303 :Ann Bob");
        assertThat(town.ask(ann, "ISON :ann  bob")).containsExactly("303 :Ann Bob");
        assertThat(town.ask(ann, "ISON nobody")).containsExactly("303 :");
        assertThat(town.ask(ann, "ISON")).containsExactly("461 ISON :Not enough parameters");
    }

    @Test
    void ison_never_tells_half_a_name() {
        String nicks = IntStream.range(0, 60)
                .mapToObj(i -> town.join("nick" + i).nick())
                .collect(Collectors.joining(" "));
        assertThat(town.ask(ann, "ISON " + nicks))
                .hasSize(1)
                .first()
                .asString()
                .matches("303 :nick0( nick[0-9]+){20,}");
    }

    @Test
    void userhost() {
        town.join("Bob", UserMode.OPERATOR);
        town.change(town.join("Cid"), null, "lunch", false, Town.HERE);
        assertThat(town.ask(ann, "USERHOST bob cid nobody"))
                .containsExactly("302 :Bob*=+~bob@bob.example.net Cid=-~cid@cid.example.net");
        assertThat(town.ask(ann, "USERHOST nobody")).containsExactly("302 :");
        assertThat(town.ask(ann, "USERHOST")).containsExactly("461 USERHOST :Not enough parameters");
        assertThat(town.ask(ann, "USERHOST a b c d e ann")).as("five at most").containsExactly("302 :");
    }
}
