// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that was said. Immutable.
 *
 * @param conversation where, see {@link Conversation}
 * @param target as the message named it: the channel, or the nickname of who it was for
 * @param source who said it, as they were then: {@code nick!username@host}
 * @param account what they were logged in as, or null
 * @param command {@code PRIVMSG} or {@code NOTICE}
 * @param text what was said; an action is the text that CTCP has for it
 * @param tags its client-only tags; a copy is made
 * @param msgid its number, which nothing else has
 * @param timeMs when, in milliseconds since the epoch
 */
public record HistoryEntry(
        String conversation,
        String target,
        String source,
        @Nullable String account,
        String command,
        String text,
        Map<String, String> tags,
        String msgid,
        long timeMs) {
    /** Copies the tags. */
    public HistoryEntry {
        tags = Map.copyOf(tags);
    }
}
