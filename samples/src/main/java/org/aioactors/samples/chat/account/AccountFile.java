// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.file.TextFile;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of a file: one a line, and lines that begin with {@code #}. It is looked at before each use, so what an editor
 * or another server has changed counts at once. For one thread at a time; all methods block.
 */
final class AccountFile {
    private static final Logger LOG = LoggerFactory.getLogger("chat");

    private final TextFile file;

    /** All lines as they are, so that what somebody has written between them stays. */
    private List<String> lines = List.of();

    private final Map<String, Account> byName = new HashMap<>();
    private final Map<String, Account> byCertificate = new HashMap<>();

    AccountFile(Path path) {
        file = new TextFile(path);
    }

    /** The account of a name, or null. */
    @Nullable Account find(String name) throws IOException {
        refresh();
        return byName.get(CaseMapping.fold(name));
    }

    /** The account that a certificate may log in to, or null. */
    @Nullable Account findByCertificate(String fingerprint) throws IOException {
        refresh();
        return byCertificate.get(fingerprint);
    }

    /** Adds an account, which is on the disk then; false if its name is taken. */
    boolean add(Account account) throws Exception {
        return file.locked(() -> {
            refresh();
            if (byName.containsKey(CaseMapping.fold(account.name()))) {
                return false;
            }
            List<String> longer = new ArrayList<>(lines);
            longer.add(account.line());
            file.replace(longer);
            lines = List.copyOf(longer);
            index(account);
            return true;
        });
    }

    private void refresh() throws IOException {
        if (!file.hasChanged()) {
            return;
        }
        lines = file.read();
        byName.clear();
        byCertificate.clear();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                parse(line, i + 1);
            }
        }
    }

    /** A line that is wrong must not lock out all others. */
    private void parse(String line, int number) {
        try {
            index(Account.parse(line));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}:{}: {}; this account can't be used", file.path(), number, e.getMessage());
        }
    }

    /** Of two with one name or certificate the first counts. */
    private void index(Account account) {
        byName.putIfAbsent(CaseMapping.fold(account.name()), account);
        account.certificates().forEach(fingerprint -> byCertificate.putIfAbsent(fingerprint, account));
    }
}
