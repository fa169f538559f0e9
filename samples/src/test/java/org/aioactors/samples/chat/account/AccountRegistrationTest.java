// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.aioactors.samples.chat.account.AccountRegistration.Client;
import org.aioactors.samples.chat.limit.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountRegistrationTest {
    private static final Client ALICE = new Client("Alice", true, null);

    private static String told(AccountRegistration.Step step) {
        return told(((AccountRegistration.Tell) step).reply());
    }

    private static String told(StandardReply reply) {
        String last = reply.parameters().get(reply.parameters().size() - 1);
        assertThat(last).as("a text for a person").isNotEmpty();
        return reply.command() + " "
                + String.join(
                        " ", reply.parameters().subList(0, reply.parameters().size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "Alice", "aLICE"})
    void an_account_has_the_name_of_the_nickname(String account) {
        assertThat(AccountRegistration.register(List.of(account, "*", "secret"), ALICE))
                .isEqualTo(new AccountRegistration.Register("Alice", "secret"));
    }

    @Test
    void another_name_is_refused() {
        assertThat(told(AccountRegistration.register(List.of("bob", "bob@example.org", "secret"), ALICE)))
                .isEqualTo("FAIL REGISTER ACCOUNT_NAME_MUST_BE_NICK bob");
    }

    @Test
    void who_is_no_user_yet_or_logged_in_is_refused() {
        Client early = new Client("Alice", false, null);
        Client loggedIn = new Client("Alice", true, "alice");
        List<String> register = List.of("*", "*", "secret");
        List<String> verify = List.of("alice", "123");
        assertThat(told(AccountRegistration.register(register, early)))
                .isEqualTo("FAIL REGISTER COMPLETE_CONNECTION_REQUIRED");
        assertThat(told(AccountRegistration.verify(verify, early)))
                .isEqualTo("FAIL VERIFY COMPLETE_CONNECTION_REQUIRED");
        assertThat(told(AccountRegistration.register(register, loggedIn)))
                .isEqualTo("FAIL REGISTER ALREADY_AUTHENTICATED alice");
        assertThat(told(AccountRegistration.verify(verify, loggedIn)))
                .isEqualTo("FAIL VERIFY ALREADY_AUTHENTICATED alice");
    }

    @Test
    void there_are_no_codes() {
        assertThat(told(AccountRegistration.verify(List.of("alice", "123"), ALICE)))
                .isEqualTo("FAIL VERIFY INVALID_CODE alice");
    }

    @Test
    void the_answer_is_told() {
        assertThat(told(AccountRegistration.answered(new AccountAnswer.Registered(7, "Alice"), ALICE)))
                .isEqualTo("REGISTER SUCCESS Alice");
        AccountAnswer exists = new AccountAnswer.Refused(7, "Alice", "ACCOUNT_EXISTS", "Taken");
        assertThat(told(AccountRegistration.answered(exists, ALICE))).isEqualTo("FAIL REGISTER ACCOUNT_EXISTS Alice");
        assertThat(told(AccountRegistration.answered(new AccountAnswer.NotNow(7, "Later"), ALICE)))
                .isEqualTo("FAIL REGISTER TEMPORARILY_UNAVAILABLE Alice");
    }

    @Test
    void it_is_offered_where_it_is_of_use() {
        Rate rate = new Rate(1, Duration.ZERO);
        assertThat(AccountRegistration.capabilityValue(new AccountRules(true, 1, 1, rate)))
                .isEmpty();
        assertThat(AccountRegistration.capabilityValue(new AccountRules(false, 1, 1, rate)))
                .isNull();
    }
}
