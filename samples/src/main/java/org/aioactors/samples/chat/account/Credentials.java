// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import org.jspecify.annotations.Nullable;

/** What somebody shows to prove who they are. */
public sealed interface Credentials {
    /** An account and its password. */
    record Password(String account, String password) implements Credentials {
        /** Without the password: it may end up in a log. */
        @Override
        public String toString() {
            return "Password[" + account + "]";
        }
    }

    /**
     * A certificate, whose key they have shown to have.
     *
     * @param account which they want to be, or null for the one that has it
     */
    record Certificate(String fingerprint, @Nullable String account) implements Credentials {}

    /**
     * A password that is not an account's: an operator's.
     *
     * @param name for the answer
     */
    record Known(String name, PasswordHash hash, String password) implements Credentials {
        /** Without the password: it may end up in a log. */
        @Override
        public String toString() {
            return "Known[" + name + "]";
        }
    }
}
