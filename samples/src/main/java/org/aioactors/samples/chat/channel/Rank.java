// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import org.jspecify.annotations.Nullable;

/** What a member of a channel may be, from the highest down. One member can be several of them. */
public enum Rank {
    /** Decides everything on the channel. */
    OPERATOR('o', '@', 4),
    /** Decides everything but who is an operator or one of these. */
    HALFOP('h', '%', 2),
    /** May speak where not everybody may. */
    VOICE('v', '+', 1);

    /** By the bits that are set, see {@link #bit}. */
    private static final String[] PREFIXES = {"", "+", "%", "%+", "@", "@+", "@%", "@%+"};

    private final char mode;
    private final char prefix;
    private final int bit;

    Rank(char mode, char prefix, int bit) {
        this.mode = mode;
        this.prefix = prefix;
        this.bit = bit;
    }

    /** Its letter in {@code MODE}. */
    public char mode() {
        return mode;
    }

    /** What stands in front of a nickname. */
    public char prefix() {
        return prefix;
    }

    /** Each one's is above all bits of those below it, so that ranks are compared as numbers. */
    int bit() {
        return bit;
    }

    static String prefixes(int bits) {
        return PREFIXES[bits];
    }

    static int bits(String prefixes) {
        int bits = 0;
        for (Rank rank : values()) {
            if (prefixes.indexOf(rank.prefix) >= 0) {
                bits |= rank.bit();
            }
        }
        return bits;
    }

    /** Which one a letter of {@code MODE} gives; null if none. */
    public static @Nullable Rank ofMode(char mode) {
        return switch (mode) {
            case 'o' -> OPERATOR;
            case 'h' -> HALFOP;
            case 'v' -> VOICE;
            default -> null;
        };
    }

    /** Which one a prefix shows; null if none. */
    public static @Nullable Rank ofPrefix(char prefix) {
        return switch (prefix) {
            case '@' -> OPERATOR;
            case '%' -> HALFOP;
            case '+' -> VOICE;
            default -> null;
        };
    }
}
