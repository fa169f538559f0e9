// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.chat.irc.Capability;
import org.aioactors.samples.chat.irc.Numeric;
import org.aioactors.samples.chat.irc.Reply;
import org.aioactors.samples.chat.query.Users.Place;

/** The answer to {@code NAMES}, which who joins gets as well (RFC 1459 section 4.2.5). */
public final class NamesReply {
    /** What is left of a line for names: they are ASCII, so that characters are bytes. */
    private static final int ROOM = 380;

    private NamesReply() {}

    /** All lines for one channel, as a client with these capabilities reads them. */
    public static List<Reply> of(String channel, String symbol, List<Place> members, long caps) {
        boolean all = Capability.MULTI_PREFIX.in(caps);
        boolean hosts = Capability.USERHOST_IN_NAMES.in(caps);
        List<Reply> replies = new ArrayList<>();
        StringBuilder names = new StringBuilder();
        for (Place member : members) {
            String prefixes = member.prefixes();
            String name = (all || prefixes.isEmpty() ? prefixes : prefixes.substring(0, 1))
                    + (hosts ? member.user().source() : member.user().nick());
            if (names.length() > 0 && names.length() + 1 + name.length() > ROOM) {
                replies.add(Reply.with(Numeric.RPL_NAMREPLY, symbol, channel, names.toString()));
                names.setLength(0);
            }
            names.append(names.length() == 0 ? "" : " ").append(name);
        }
        if (names.length() > 0) {
            replies.add(Reply.with(Numeric.RPL_NAMREPLY, symbol, channel, names.toString()));
        }
        replies.add(Reply.of(Numeric.RPL_ENDOFNAMES, channel));
        return replies;
    }
}
