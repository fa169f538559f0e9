// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import org.jspecify.annotations.Nullable;

/**
 * Names of conversations. A channel's is its own; that of two people is made of their accounts, since a nickname is somebody
 * else's tomorrow: who has no account has no history of private messages. All names are taken as the case mapping has them.
 */
public final class Conversation {
    private static final char BETWEEN = ' '; // is in no account's name, nor in a channel's

    private Conversation() {}

    /** Of a channel. */
    public static String ofChannel(String foldedName) {
        return foldedName;
    }

    /** Of two accounts, in whichever order. */
    public static String ofAccounts(String foldedOne, String foldedOther) {
        return foldedOne.compareTo(foldedOther) <= 0
                ? foldedOne + BETWEEN + foldedOther
                : foldedOther + BETWEEN + foldedOne;
    }

    /** Who else takes part, for an account that does; null if it does not, or if that is a channel. */
    static @Nullable String otherThan(String conversation, String account) {
        int between = conversation.indexOf(BETWEEN);
        if (between < 0) {
            return null;
        }
        String first = conversation.substring(0, between);
        String second = conversation.substring(between + 1);
        if (first.equals(account)) {
            return second;
        }
        return second.equals(account) ? first : null;
    }
}
