// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.List;
import org.aioactors.samples.chat.network.User;

/**
 * What of users a {@code WHOX} asks for.
 *
 * @param letters one a field, in the order in which they are told; empty for a plain {@code WHO}
 * @param token comes back with each user
 */
record WhoFields(String letters, String token) {
    /** In this order, whatever the client's; {@code d} and {@code o} are older than the specification, and asked for. */
    private static final String ORDER = "tcuihsnfdlaor";

    /** Reads the second parameter of {@code WHO}. */
    static WhoFields parse(String param) {
        int start = param.indexOf('%') + 1;
        if (start == 0) {
            return new WhoFields("", "");
        }
        int comma = param.indexOf(',', start);
        String wanted = comma < 0 ? param.substring(start) : param.substring(start, comma);
        StringBuilder letters = new StringBuilder();
        ORDER.chars().filter(letter -> wanted.indexOf(letter) >= 0).forEach(letter -> letters.append((char) letter));
        String token = comma < 0 ? "" : param.substring(comma + 1);
        return new WhoFields(letters.toString(), token.matches("[0-9]{1,3}") ? token : "0");
    }

    boolean isEmpty() {
        return letters.isEmpty();
    }

    /** The parameters of numeric 354. */
    List<String> of(Users.Place place, String flags, int hops, String address, long idleSeconds) {
        User user = place.user();
        return letters.chars()
                .mapToObj(letter -> switch (letter) {
                    case 't' -> token;
                    case 'c' -> place.channel();
                    case 'u' -> user.username();
                    case 'i' -> address;
                    case 'h' -> user.host();
                    case 's' -> user.server();
                    case 'n' -> user.nick();
                    case 'f' -> flags;
                    case 'd' -> Integer.toString(hops);
                    case 'l' -> Long.toString(idleSeconds);
                    case 'a' -> user.account() == null ? "0" : user.account();
                    case 'o' -> "n/a";
                    default -> user.realName();
                })
                .toList();
    }
}
