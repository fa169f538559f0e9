// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.channel;

import org.jspecify.annotations.Nullable;

/** The modes of a channel that are on or off, in the order in which they are shown. */
public enum ChannelFlag {
    /** No CTCP but ACTION. */
    NO_CTCP('C'),
    /** Only for users with an account. */
    REGISTERED_ONLY('R'),
    /** Only for those who were invited. */
    INVITE_ONLY('i'),
    /** Only those with a voice or more may speak. */
    MODERATED('m'),
    /** Only members may speak. */
    NO_EXTERNAL('n'),
    /** Not shown to those who are not on it. */
    SECRET('s'),
    /** Only half-operators and operators set the topic. */
    TOPIC_LOCK('t');

    private static final ChannelFlag[] ALL = values();

    private final char mode;

    ChannelFlag(char mode) {
        this.mode = mode;
    }

    /** Its letter in {@code MODE}. */
    public char mode() {
        return mode;
    }

    static @Nullable ChannelFlag ofMode(char mode) {
        for (ChannelFlag flag : ALL) {
            if (flag.mode == mode) {
                return flag;
            }
        }
        return null;
    }
}
