// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.util.List;
import java.util.function.Consumer;
import org.aioactors.samples.chat.account.AccountAnswer;
import org.aioactors.samples.chat.account.Accounts;
import org.aioactors.samples.chat.account.Credentials;
import org.aioactors.samples.chat.account.Sasl;
import org.aioactors.samples.chat.irc.IrcLine;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.OutLine;
import org.aioactors.samples.chat.loop.LocalClient;
import org.jspecify.annotations.Nullable;

/** {@code AUTHENTICATE}: who the client is logged in as. One session's. */
final class Login {
    private final Session session;
    private final Sasl sasl;

    /** Before registration; after it the user has it. */
    private @Nullable String account;

    Login(Session session) {
        this.session = session;
        this.sasl = new Sasl(session.client().certificate());
    }

    /** What the client is logged in as, or null. */
    @Nullable String account() {
        return session.client().isRegistered() ? session.user().account() : account;
    }

    String mechanisms() {
        return sasl.mechanisms();
    }

    void authenticate(IrcLine line) {
        if (session.services().settings().get().accounts().file() == null) {
            session.reply(Numeric.ERR_SASLFAIL);
            return;
        }
        Sasl.Step step = sasl.authenticate(line.param(0), account() != null);
        if (step instanceof Sasl.Tell tell) {
            session.client().answer(tell.replies());
        } else if (step instanceof Sasl.Challenge) {
            session.client().answer(OutLine.of(null, "AUTHENTICATE", List.of("+")));
        } else if (step instanceof Sasl.Check check) {
            logIn(check.credentials(), answer -> session.client().answer(Sasl.answered(answer, source())));
        }
    }

    /** Has credentials checked; tells of the answer, and logs the client in if it is right. */
    private void logIn(Credentials credentials, Consumer<AccountAnswer> then) {
        long request = session.ask(answer -> {
            if (answer instanceof AccountAnswer given) {
                then.accept(given);
                if (given instanceof AccountAnswer.LoggedIn loggedIn) {
                    loggedIn(loggedIn.account());
                }
            }
        });
        session.services().accounts().tell(new Accounts.LogIn(asker(request), credentials));
    }

    Accounts.Asker asker(long request) {
        return new Accounts.Asker(session.client().address(), request, session.self());
    }

    /** The client has that account from now on. */
    void loggedIn(String name) {
        account = name;
        if (session.client().isRegistered()) {
            session.change(session.user().withAccount(name), granted -> {});
        }
    }

    private String source() {
        LocalClient client = session.client();
        return client.isRegistered()
                ? client.user().source()
                : session.registration().wantedNick() + "!*@*";
    }

    void abandon() {
        session.client().answer(sasl.abandon());
    }
}
