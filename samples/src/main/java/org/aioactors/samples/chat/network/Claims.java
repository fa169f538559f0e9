// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aioactors.samples.chat.irc.CaseMapping;
import org.jspecify.annotations.Nullable;

/** The nicknames that users of this server want, and that other servers have been asked for. At most one a user. No clock, no thread. */
final class Claims {
    /**
     * One of them.
     *
     * @param untilMs when those who have not answered are not waited for any more
     * @param awaited the servers that have not answered
     */
    record Open(long number, Directory.Put put, long untilMs, Set<Long> awaited) {
        String nick() {
            return put.user().nick();
        }

        Seniority seniority() {
            return Seniority.of(put.user());
        }

        /** Whether nobody is waited for any more. */
        boolean isOver(long nowMs) {
            return awaited.isEmpty() || nowMs - untilMs >= 0;
        }
    }

    private final Map<Long, Open> byNumber = new HashMap<>();

    /** Without regard to case. */
    private final Map<String, Open> byNick = new HashMap<>();

    private final Map<Uid, Open> byUid = new HashMap<>();
    private long last;

    /** A new one; nobody else may have one of that nickname. An earlier one of the same user ends. */
    Open open(Directory.Put put, Collection<Long> awaited, long untilMs) {
        Open before = byUid.get(put.user().uid());
        if (before != null) {
            close(before);
        }
        Open open = new Open(++last, put, untilMs, new HashSet<>(awaited));
        byNumber.put(open.number(), open);
        byNick.put(CaseMapping.fold(open.nick()), open);
        byUid.put(put.user().uid(), open);
        return open;
    }

    void close(Open open) {
        byNumber.remove(open.number());
        byNick.remove(CaseMapping.fold(open.nick()));
        byUid.remove(open.put().user().uid());
    }

    @Nullable Open byNumber(long number) {
        return byNumber.get(number);
    }

    @Nullable Open byNick(String nick) {
        return byNick.get(CaseMapping.fold(nick));
    }

    @Nullable Open byUid(Uid uid) {
        return byUid.get(uid);
    }

    /** All of them, in a list of its own. */
    List<Open> all() {
        return List.copyOf(byNumber.values());
    }
}
