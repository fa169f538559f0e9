// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import org.aioactors.samples.chat.account.AccountAnswer;
import org.aioactors.samples.chat.account.AccountRegistration;
import org.aioactors.samples.chat.account.Accounts;
import org.aioactors.samples.chat.account.Sasl;
import org.aioactors.samples.chat.irc.IrcLine;

/** {@code REGISTER} and {@code VERIFY} (IRCv3 draft/account-registration). */
final class AccountCommands {
    private AccountCommands() {}

    static void register(Session session, IrcLine line) {
        AccountRegistration.Client client = client(session);
        AccountRegistration.Step step = AccountRegistration.register(line.params(), client);
        if (step instanceof AccountRegistration.Tell tell) {
            session.tell(tell.reply());
        } else if (step instanceof AccountRegistration.Register register) {
            long request = session.ask(answer -> answered(session, answer, client));
            session.services()
                    .accounts()
                    .tell(new Accounts.Register(
                            session.registration().login().asker(request),
                            register.account(),
                            register.password(),
                            session.client().certificate()));
        }
    }

    private static void answered(Session session, Object answer, AccountRegistration.Client client) {
        if (answer instanceof AccountAnswer given) {
            session.tell(AccountRegistration.answered(given, client));
            if (given instanceof AccountAnswer.Registered registered) {
                session.client().answer(Sasl.loggedIn(session.user().source(), registered.account()));
                session.registration().login().loggedIn(registered.account());
            }
        }
    }

    static void verify(Session session, IrcLine line) {
        session.tell(AccountRegistration.verify(line.params(), client(session)).reply());
    }

    private static AccountRegistration.Client client(Session session) {
        return new AccountRegistration.Client(
                session.client().nick(),
                session.client().isRegistered(),
                session.registration().login().account());
    }
}
