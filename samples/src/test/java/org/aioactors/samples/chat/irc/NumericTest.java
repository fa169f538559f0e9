// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericTest {
    @Test
    void each_number_is_there_once_and_in_order() {
        List<Integer> codes = Arrays.stream(Numeric.values()).map(Numeric::code).toList();
        assertThat(codes).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void always_three_digits() {
        assertThat(Numeric.RPL_WELCOME.digits()).isEqualTo("001");
        assertThat(Numeric.ERR_NOSUCHNICK.digits()).isEqualTo("401");
        assertThat(Numeric.values()).allSatisfy(numeric -> {
            assertThat(numeric.digits()).hasSize(3);
            assertThat(Integer.parseInt(numeric.digits())).isEqualTo(numeric.code());
        });
    }

    /** As today's description of the protocol, modern.ircdocs.horse, has them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    5   | are supported by this server
                    219 | End of /STATS report
                    252 | operator(s) online
                    253 | unknown connection(s)
                    254 | channels formed
                    256 | Administrative info
                    305 | You are no longer marked as being away
                    306 | You have been marked as being away
                    313 | is an IRC operator
                    315 | End of WHO list
                    317 | seconds idle, signon time
                    318 | End of /WHOIS list
                    321 | Users  Name
                    323 | End of /LIST
                    330 | is logged in as
                    331 | No topic is set
                    335 | is a bot
                    338 | Is actually using host
                    347 | End of Channel Invite Exception List
                    349 | End of channel exception list
                    365 | End of /LINKS list
                    366 | End of /NAMES list
                    368 | End of channel ban list
                    369 | End of WHOWAS
                    374 | End of INFO list
                    376 | End of /MOTD command.
                    381 | You are now an IRC operator
                    382 | Rehashing
                    401 | No such nick/channel
                    402 | No such server
                    403 | No such channel
                    404 | Cannot send to channel
                    405 | You have joined too many channels
                    406 | There was no such nickname
                    409 | No origin specified
                    410 | Invalid CAP command
                    412 | No text to send
                    417 | Input line was too long
                    421 | Unknown command
                    422 | MOTD File is missing
                    423 | No administrative info available
                    431 | No nickname given
                    432 | Erroneus nickname
                    433 | Nickname is already in use
                    441 | They aren't on that channel
                    442 | You're not on that channel
                    443 | is already on channel
                    451 | You have not registered
                    461 | Not enough parameters
                    462 | You may not reregister
                    464 | Password incorrect
                    465 | You are banned from this server.
                    468 | Your username is not valid
                    471 | Cannot join channel (+l)
                    472 | is unknown mode char to me
                    473 | Cannot join channel (+i)
                    474 | Cannot join channel (+b)
                    475 | Cannot join channel (+k)
                    478 | Channel list is full
                    481 | Permission Denied- You're not an IRC operator
                    482 | You're not channel operator
                    483 | You cant kill a server!
                    491 | No O-lines for your host
                    501 | Unknown MODE flag
                    502 | Cant change mode for other users
                    524 | No help available on this topic
                    671 | is using a secure connection
                    733 | End of MONITOR list
                    734 | Monitor list is full.
                    903 | SASL authentication successful
                    904 | SASL authentication failed
                    905 | SASL message too long
                    906 | SASL authentication aborted
                    907 | You have already authenticated using SASL
                    908 | are available SASL mechanisms
                    """)
    void the_texts_of_the_protocol(int code, String text) {
        assertThat(Arrays.stream(Numeric.values())
                        .filter(numeric -> numeric.code() == code)
                        .map(Numeric::text))
                .containsExactly(text);
    }

    @Test
    void an_error_is_called_so() {
        assertThat(Numeric.values()).allSatisfy(numeric -> {
            boolean error = numeric.code() >= 400 && numeric.code() < 600;
            assertThat(numeric.name()).matches(error ? "ERR_.*" : "(RPL|ERR)_.*");
        });
    }

    @Test
    void the_line_of_a_reply() {
        assertThat(Reply.of(Numeric.ERR_NOSUCHNICK, "x")
                        .line("irc.example.org", "nick")
                        .write(0)
                        .data()
                        .utf8String())
                .isEqualTo(":irc.example.org 401 nick x :No such nick/channel\r\n");
        assertThat(Reply.of(Numeric.RPL_NOWAWAY).line("s", "n").write(0).data().utf8String())
                .isEqualTo(":s 306 n :You have been marked as being away\r\n");
        assertThat(Reply.with(Numeric.RPL_TOPIC, "#c", "")
                        .line("s", "*")
                        .write(0)
                        .data()
                        .utf8String())
                .isEqualTo(":s 332 * #c :\r\n");
    }
}
