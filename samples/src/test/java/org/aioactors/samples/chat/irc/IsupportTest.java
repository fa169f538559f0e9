// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IsupportTest {
    private final List<String> tokens = Isupport.tokens("A Net", Limits.standard());

    @Test
    void what_clients_look_for() {
        assertThat(tokens)
                .contains(
                        "CASEMAPPING=ascii",
                        "CHANMODES=beI,k,l,CRimnst",
                        "CHANTYPES=#",
                        "PREFIX=(ohv)@%+",
                        "STATUSMSG=@%+",
                        "NETWORK=A\\x20Net",
                        "NICKLEN=30",
                        "MODES=4",
                        "MONITOR=100",
                        "UTF8ONLY",
                        "WHOX",
                        "BOT=B",
                        "ELIST=CMNTU")
                .isSorted();
    }

    @Test
    void each_is_a_token() {
        assertThat(tokens).allMatch(token -> token.matches("[A-Z0-9]{1,20}(=[!-~]*)?"));
        assertThat(tokens.stream().map(token -> token.replaceAll("=.*", ""))).doesNotHaveDuplicates();
    }

    @Test
    void thirteen_a_line_and_each_line_fits() {
        List<Reply> replies = Isupport.replies(tokens);
        assertThat(replies.stream().map(reply -> reply.parameters().size()))
                .containsExactly(14, 14, tokens.size() - 26 + 1);
        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.parameters()).endsWith("are supported by this server");
            String line =
                    reply.line("s".repeat(63), "n".repeat(30)).write(0).data().utf8String();
            assertThat(line).endsWith(" :are supported by this server\r\n");
        });
    }
}
