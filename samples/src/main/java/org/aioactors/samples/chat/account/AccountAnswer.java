// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

/** From {@link Accounts} to who asked. */
public sealed interface AccountAnswer {
    /** The number that came with the question. */
    long request();

    /** They are who they say: the account, as it was registered. */
    record LoggedIn(long request, String account) implements AccountAnswer {}

    /** They are not, or there is no such account: nobody is told which. */
    record Denied(long request) implements AccountAnswer {}

    /** The account is theirs from now on, and they are logged in to it. */
    record Registered(long request, String account) implements AccountAnswer {}

    /**
     * They don't get the account.
     *
     * @param code of a standard reply, such as {@code ACCOUNT_EXISTS}
     * @param text says why to a person
     */
    record Refused(long request, String account, String code, String text) implements AccountAnswer {}

    /** Nothing was checked: too many tries, too much to do, or the file can't be used; the text says so to a person. */
    record NotNow(long request, String text) implements AccountAnswer {}
}
