// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import org.jspecify.annotations.Nullable;

/**
 * A pattern for {@code nick!user@host}, where {@code *} stands for anything and {@code ?} for one character; capitals are
 * the same as others.
 *
 * <p>Matching never goes back further than to the last {@code *}, so that its time is at most the length of the text times
 * that of the longest piece between two {@code *}, however the pattern was made.
 */
public final class Mask {
    private final String text;
    private final String folded;

    private Mask(String text) {
        this.text = text;
        this.folded = CaseMapping.fold(text);
    }

    /**
     * A mask for users, from any of its short forms: {@code nick}, {@code user@host}, {@code nick!user}, {@code
     * host.name}. Takes anything; what would not be one parameter of a line (from the first space on, colons in front) is
     * left out.
     */
    public static Mask parse(String wish) {
        int space = wish.indexOf(' ');
        String mask = space < 0 ? wish : wish.substring(0, space);
        while (mask.startsWith(":")) {
            mask = mask.substring(1);
        }
        return new Mask(withoutRuns(completed(mask)));
    }

    /** A pattern for any text, taken as it is. */
    public static Mask glob(String pattern) {
        return new Mask(withoutRuns(pattern));
    }

    /** The whole mask, as it is shown. */
    public String text() {
        return text;
    }

    /** Whether the text, {@code nick!user@host} for a user, is one of those that are meant. */
    public boolean matches(String nickUserHost) {
        return matchesFolded(CaseMapping.fold(nickUserHost));
    }

    /** The same as {@link #matches} for what {@link CaseMapping#fold} has been applied to already. */
    public boolean matchesFolded(String subject) {
        int at = 0;
        int mask = 0;
        int afterStar = -1;
        int retry = 0;
        while (at < subject.length()) {
            char wanted = mask < folded.length() ? folded.charAt(mask) : 0;
            if (wanted == '*') {
                mask++;
                afterStar = mask;
                retry = at;
            } else if (mask < folded.length() && (wanted == '?' || wanted == subject.charAt(at))) {
                mask++;
                at++;
            } else if (afterStar >= 0) {
                mask = afterStar;
                retry++;
                at = retry;
            } else {
                return false;
            }
        }
        return mask == folded.length() || (mask == folded.length() - 1 && folded.charAt(mask) == '*');
    }

    private static String completed(String mask) {
        int at = mask.lastIndexOf('@');
        int bang = mask.indexOf('!');
        if (bang >= 0 && bang < at) {
            return orAny(mask.substring(0, bang))
                    + '!'
                    + orAny(mask.substring(bang + 1, at))
                    + '@'
                    + orAny(mask.substring(at + 1));
        }
        if (at >= 0) {
            return "*!" + orAny(mask.substring(0, at)) + '@' + orAny(mask.substring(at + 1));
        }
        if (bang >= 0) {
            return orAny(mask.substring(0, bang)) + '!' + orAny(mask.substring(bang + 1)) + "@*";
        }
        boolean host = mask.indexOf('.') >= 0 || mask.indexOf(':') >= 0;
        return host ? "*!*@" + mask : orAny(mask) + "!*@*";
    }

    private static String orAny(String part) {
        return part.isEmpty() ? "*" : part;
    }

    /** Several {@code *} in a row mean what one does. */
    private static String withoutRuns(String mask) {
        String shorter = mask;
        while (shorter.contains("**")) {
            shorter = shorter.replace("**", "*");
        }
        return shorter;
    }

    /** Whether both mean the same: their texts differ at most by case. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mask mask && mask.folded.equals(folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }
}
