// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.util.List;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.jspecify.annotations.Nullable;

/**
 * The commands {@code REGISTER} and {@code VERIFY} (IRCv3 draft/account-registration), as replies and questions for {@link
 * Accounts}. An account has the name of the nickname that asks for it; nobody sends mail, so none is verified. Any thread.
 */
public final class AccountRegistration {
    /** What is to be done. */
    public sealed interface Step {}

    /** The client is told this. */
    public record Tell(StandardReply reply) implements Step {}

    /** {@link Accounts} is to be told {@link Accounts.Register} with these. */
    public record Register(String account, String password) implements Step {}

    /**
     * Who asks.
     *
     * @param nick their nickname
     * @param registered whether they have completed their connection
     * @param account which they are logged in to, or null
     */
    public record Client(
            String nick, boolean registered, @Nullable String account) {}

    private AccountRegistration() {}

    /** The value of the capability; it is not offered where accounts are made by the operators. */
    public static @Nullable String capabilityValue(AccountRules rules) {
        return rules.registration() ? "" : null;
    }

    /** {@code REGISTER <account> {<email> | "*"} <password>}, of which there must be three. */
    public static Step register(List<String> parameters, Client client) {
        StandardReply refused = refused("REGISTER", client);
        if (refused != null) {
            return new Tell(refused);
        }
        String name = parameters.get(0);
        if (!name.equals("*") && !CaseMapping.same(name, client.nick())) {
            return fail("REGISTER", "ACCOUNT_NAME_MUST_BE_NICK", name, "An account has the name of your nickname here");
        }
        return new Register(client.nick(), parameters.get(2));
    }

    /** {@code VERIFY <account> <code>}, of which there must be two. */
    public static Tell verify(List<String> parameters, Client client) {
        StandardReply refused = refused("VERIFY", client);
        String text = "No account waits for a code here: it is yours when REGISTER says so";
        return refused == null ? fail("VERIFY", "INVALID_CODE", parameters.get(0), text) : new Tell(refused);
    }

    private static @Nullable StandardReply refused(String command, Client client) {
        if (!client.registered()) {
            return StandardReply.of(
                    "FAIL",
                    command,
                    "COMPLETE_CONNECTION_REQUIRED",
                    "Complete your connection before you ask for an account");
        }
        return client.account() == null
                ? null
                : StandardReply.of(
                        "FAIL", command, "ALREADY_AUTHENTICATED", client.account(), "You are logged in already");
    }

    private static Tell fail(String command, String code, String account, String text) {
        return new Tell(StandardReply.of("FAIL", command, code, account, text));
    }

    /**
     * What the client is told of the answer to {@link Register}; after {@link AccountAnswer.Registered} it is logged in.
     *
     * @param client who has asked
     */
    public static StandardReply answered(AccountAnswer answer, Client client) {
        if (answer instanceof AccountAnswer.Registered done) {
            String text = "Your account is registered, and you are logged in";
            return StandardReply.of("REGISTER", "SUCCESS", done.account(), text);
        }
        if (answer instanceof AccountAnswer.Refused refused) {
            return StandardReply.of("FAIL", "REGISTER", refused.code(), refused.account(), refused.text());
        }
        String text = answer instanceof AccountAnswer.NotNow notNow ? notNow.text() : "Try again later";
        return StandardReply.of("FAIL", "REGISTER", "TEMPORARILY_UNAVAILABLE", client.nick(), text);
    }
}
