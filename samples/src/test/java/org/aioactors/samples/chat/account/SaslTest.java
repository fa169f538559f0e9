// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.aioactors.samples.chat.irc.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaslTest {
    private static final String FINGERPRINT = "ab".repeat(32);

    private final Sasl sasl = new Sasl(null);

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Sasl.Step plain(String text) {
        assertThat(sasl.authenticate("PLAIN", false)).isEqualTo(new Sasl.Challenge());
        return sasl.authenticate(base64(text), false);
    }

    /** The numerics with their parameters, one after the other. */
    private static String told(Sasl.Step step) {
        return told(((Sasl.Tell) step).replies());
    }

    private static String told(List<Reply> replies) {
        return replies.stream()
                .map(reply -> reply.numeric().digits() + " " + String.join(" ", reply.parameters()))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0alice\0secret", "alice\0alice\0secret", "ALICE\0alice\0secret"})
    void plain_is_a_name_and_a_password(String response) {
        assertThat(plain(response)).isEqualTo(new Sasl.Check(new Credentials.Password("alice", "secret")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0",
                "\0\0",
                "\0alice\0",
                "\0\0secret",
                "alice\0secret",
                "bob\0alice\0secret",
                "\0alice\0sec\0ret"
            })
    void what_is_no_name_with_a_password_fails(String response) {
        assertThat(told(plain(response))).isEqualTo("904 SASL authentication failed");
        assertThat(plain("\0alice\0secret")).as("another try").isInstanceOf(Sasl.Check.class);
    }

    @Test
    void what_is_no_text_fails() {
        sasl.authenticate("PLAIN", false);
        assertThat(told(sasl.authenticate("!!!", false))).startsWith("904 ");
        sasl.authenticate("PLAIN", false);
        assertThat(told(sasl.authenticate(
                        Base64.getEncoder().encodeToString(new byte[] {0, (byte) 0xFF, 0, 1}), false)))
                .startsWith("904 ");
    }

    @Test
    void a_long_response_comes_in_pieces_of_400() {
        String password = "x".repeat(560);
        String whole = base64("\0alice\0" + password);
        sasl.authenticate("plain", false);
        assertThat(sasl.authenticate(whole.substring(0, 400), false)).isEqualTo(new Sasl.AwaitMore());
        assertThat(sasl.authenticate(whole.substring(400), false))
                .isEqualTo(new Sasl.Check(new Credentials.Password("alice", password)));
    }

    @Test
    void one_of_just_400_ends_with_a_plus() {
        String password = "x".repeat(300 - "\0alice\0".length());
        String whole = base64("\0alice\0" + password);
        assertThat(whole).hasSize(400);
        sasl.authenticate("PLAIN", false);
        assertThat(sasl.authenticate(whole, false)).isEqualTo(new Sasl.AwaitMore());
        assertThat(sasl.authenticate("+", false))
                .isEqualTo(new Sasl.Check(new Credentials.Password("alice", password)));
    }

    @Test
    void a_piece_or_a_whole_that_is_too_long_is_the_end_of_it() {
        sasl.authenticate("PLAIN", false);
        assertThat(told(sasl.authenticate("x".repeat(401), false))).isEqualTo("905 SASL message too long");
        sasl.authenticate("PLAIN", false);
        for (int i = 0; i < 10; i++) {
            assertThat(sasl.authenticate("A".repeat(400), false)).isEqualTo(new Sasl.AwaitMore());
        }
        assertThat(told(sasl.authenticate("A".repeat(400), false))).startsWith("904 ");
        assertThat(told(sasl.authenticate("AAAA", false))).as("begun anew").startsWith("908 ");
    }

    @Test
    void it_can_be_aborted() {
        sasl.authenticate("PLAIN", false);
        assertThat(told(sasl.authenticate("*", false))).isEqualTo("906 SASL authentication aborted");
        assertThat(sasl.abandon()).isEmpty();
        sasl.authenticate("PLAIN", false);
        assertThat(told(sasl.abandon())).isEqualTo("906 SASL authentication aborted");
        assertThat(told(sasl.authenticate(base64("\0a\0b"), false)))
                .as("begun anew")
                .startsWith("908 ");
    }

    @Test
    void an_unknown_mechanism_is_answered_with_the_known_ones() {
        assertThat(told(sasl.authenticate("SCRAM-SHA-256", false)))
                .isEqualTo("908 PLAIN are available SASL mechanisms, 904 SASL authentication failed");
        assertThat(told(sasl.authenticate("EXTERNAL", false)))
                .as("without a certificate")
                .startsWith("908 PLAIN ");
    }

    @Test
    void who_is_logged_in_stays_so() {
        assertThat(told(sasl.authenticate("PLAIN", true))).isEqualTo("907 You have already authenticated using SASL");
    }

    @Test
    void external_is_for_who_has_shown_a_certificate() {
        Sasl external = new Sasl(FINGERPRINT);
        assertThat(external.mechanisms()).isEqualTo("EXTERNAL,PLAIN");
        assertThat(external.authenticate("EXTERNAL", false)).isEqualTo(new Sasl.Challenge());
        assertThat(external.authenticate("+", false))
                .isEqualTo(new Sasl.Check(new Credentials.Certificate(FINGERPRINT, null)));
        external.authenticate("EXTERNAL", false);
        assertThat(external.authenticate(base64("alice"), false))
                .isEqualTo(new Sasl.Check(new Credentials.Certificate(FINGERPRINT, "alice")));
    }

    @Test
    void the_answer_is_told_in_numerics() {
        assertThat(told(Sasl.answered(new AccountAnswer.LoggedIn(7, "Alice"), "al!~al@host")))
                .isEqualTo("900 al!~al@host Alice You are now logged in as Alice, 903 SASL authentication successful");
        assertThat(told(Sasl.answered(new AccountAnswer.Denied(7), "*"))).isEqualTo("904 SASL authentication failed");
        assertThat(told(Sasl.answered(new AccountAnswer.NotNow(7, "Too many"), "*")))
                .isEqualTo("904 Too many");
    }
}
