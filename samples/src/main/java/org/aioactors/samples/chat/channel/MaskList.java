// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import org.aioactors.samples.chat.irc.Mask;
import org.aioactors.samples.chat.irc.Numeric;
import org.jspecify.annotations.Nullable;

/** The modes of a channel that are lists of masks. */
public enum MaskList {
    /** Who may not come, nor speak without a voice. */
    BAN('b', Numeric.RPL_BANLIST, Numeric.RPL_ENDOFBANLIST),
    /** Who may, although a ban means them. */
    EXCEPTION('e', Numeric.RPL_EXCEPTLIST, Numeric.RPL_ENDOFEXCEPTLIST),
    /** Who may come without being invited. */
    INVITATION('I', Numeric.RPL_INVEXLIST, Numeric.RPL_ENDOFINVEXLIST);

    private static final MaskList[] ALL = values();

    private final char mode;
    private final Numeric item;
    private final Numeric end;

    MaskList(char mode, Numeric item, Numeric end) {
        this.mode = mode;
        this.item = item;
        this.end = end;
    }

    /** Its letter in {@code MODE}. */
    public char mode() {
        return mode;
    }

    Numeric item() {
        return item;
    }

    Numeric end() {
        return end;
    }

    static @Nullable MaskList ofMode(char mode) {
        for (MaskList list : ALL) {
            if (list.mode == mode) {
                return list;
            }
        }
        return null;
    }

    /**
     * One mask of a list.
     *
     * @param by who set it, as {@code nick!user@host}
     * @param timeMs when, in milliseconds since the epoch
     */
    public record Entry(Mask mask, String by, long timeMs) {}
}
