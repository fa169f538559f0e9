// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.Comparator;

/**
 * Which of two users keeps a nickname that both have: the one who registered earlier, by the clock of their server; of two at one
 * moment the one with the lower {@link Uid}. All servers compare the same values, which a user never changes.
 */
public record Seniority(long signedOnMs, Uid uid) implements Comparable<Seniority> {
    private static final Comparator<Seniority> ORDER = Comparator.comparingLong(Seniority::signedOnMs)
            .thenComparingLong(each -> each.uid().node())
            .thenComparingLong(each -> each.uid().number());

    /** That of a user. */
    static Seniority of(User user) {
        return new Seniority(user.signedOnMs(), user.uid());
    }

    /** Whether this one keeps the nickname. */
    boolean precedes(Seniority other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Seniority other) {
        return ORDER.compare(this, other);
    }
}
