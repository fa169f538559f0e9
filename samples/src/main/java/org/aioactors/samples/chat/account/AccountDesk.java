// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link Accounts} has done off its loop. For one thread at a time; all methods block or compute for long. */
final class AccountDesk {
    private static final Logger LOG = LoggerFactory.getLogger("chat");

    private final @Nullable AccountFile file;

    /** What a password is compared with if there is no such account, so that this takes as long. */
    private @Nullable PasswordHash nobody;

    AccountDesk(@Nullable Path path) {
        file = path == null ? null : new AccountFile(path);
    }

    AccountAnswer logIn(Accounts.LogIn ask, AccountRules rules) throws IOException {
        long request = ask.asker().request();
        Credentials credentials = ask.credentials();
        String account;
        if (credentials instanceof Credentials.Password shown) {
            account = byPassword(shown, rules);
        } else if (credentials instanceof Credentials.Certificate shown) {
            account = byCertificate(shown);
        } else {
            Credentials.Known known = (Credentials.Known) credentials;
            account = known.hash().matches(known.password()) ? known.name() : null;
        }
        return account == null ? new AccountAnswer.Denied(request) : new AccountAnswer.LoggedIn(request, account);
    }

    private @Nullable String byPassword(Credentials.Password shown, AccountRules rules) throws IOException {
        Account account = file == null ? null : file.find(shown.account());
        if (account != null) {
            return account.password().matches(shown.password()) ? account.name() : null;
        }
        if (nobody == null) {
            nobody = PasswordHash.of("", rules.iterations());
        }
        nobody.matches(shown.password());
        return null;
    }

    private @Nullable String byCertificate(Credentials.Certificate shown) throws IOException {
        Account account = file == null ? null : file.findByCertificate(shown.fingerprint());
        if (account == null || (shown.account() != null && !CaseMapping.same(account.name(), shown.account()))) {
            return null;
        }
        return account.name();
    }

    AccountAnswer register(Accounts.Register ask, AccountRules rules) throws Exception {
        long request = ask.asker().request();
        if (file == null || !rules.registration()) {
            return refused(
                    request, ask.account(), "TEMPORARILY_UNAVAILABLE", "Accounts are made by the operators here");
        }
        if (ask.password().codePointCount(0, ask.password().length()) < rules.minPasswordLength()) {
            String why = "Too short: it takes at least " + rules.minPasswordLength() + " characters";
            return refused(request, ask.account(), "WEAK_PASSWORD", why);
        }
        if (file.find(ask.account()) != null) {
            return taken(request, ask.account());
        }
        Set<String> certificates = ask.fingerprint() == null ? Set.of() : Set.of(ask.fingerprint());
        PasswordHash hash = PasswordHash.of(ask.password(), rules.iterations());
        Account account = new Account(ask.account(), hash, System.currentTimeMillis(), certificates);
        if (!file.add(account)) {
            return taken(request, ask.account()); // by another server, meanwhile
        }
        LOG.info(
                "account {} is registered, from {}",
                account.name(),
                ask.asker().address().getHostAddress());
        return new AccountAnswer.Registered(request, account.name());
    }

    private static AccountAnswer taken(long request, String account) {
        return refused(request, account, "ACCOUNT_EXISTS", "Somebody has that account");
    }

    private static AccountAnswer refused(long request, String account, String code, String text) {
        return new AccountAnswer.Refused(request, account, code, text);
    }
}
