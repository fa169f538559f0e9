// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The modes of a user, by their letters in {@code MODE}. */
public enum UserMode {
    /** Not listed for those who share no channel with them. */
    INVISIBLE('i'),
    /** A server operator. */
    OPERATOR('o'),
    /** Gets {@code WALLOPS}. */
    WALLOPS('w'),
    /** Says to be a bot. */
    BOT('B');

    private final char letter;

    UserMode(char letter) {
        this.letter = letter;
    }

    /** Its letter in {@code MODE}. */
    public char letter() {
        return letter;
    }

    /** A set of them as lines have it: {@code +iw}, or {@code +} if there is none. */
    public static String text(Set<UserMode> modes) {
        StringBuilder text = new StringBuilder("+");
        for (UserMode mode : values()) {
            if (modes.contains(mode)) {
                text.append(mode.letter);
            }
        }
        return text.toString();
    }

    /** The one with a letter; null if there is none. */
    public static @Nullable UserMode of(char letter) {
        for (UserMode mode : values()) {
            if (mode.letter == letter) {
                return mode;
            }
        }
        return null;
    }
}
