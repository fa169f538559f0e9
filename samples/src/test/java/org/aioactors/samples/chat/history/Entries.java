// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import java.util.List;
import java.util.Map;

/** Messages for tests: of channel {@code #c}, said at their number of milliseconds. */
final class Entries {
    static final String CHANNEL = "#c";

    private Entries() {}

    static HistoryEntry entry(String channel, long timeMs, String msgid) {
        return new HistoryEntry(
                Conversation.ofChannel(channel),
                channel,
                "alice!~a@host",
                "alice",
                "PRIVMSG",
                "said " + msgid,
                Map.of("+reply", "x y;z"),
                msgid,
                timeMs);
    }

    static HistoryEntry entry(long number) {
        return entry(CHANNEL, number, "m" + number);
    }

    static List<String> msgids(List<HistoryEntry> entries) {
        return entries.stream().map(HistoryEntry::msgid).toList();
    }
}
