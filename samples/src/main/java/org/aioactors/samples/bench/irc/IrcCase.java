// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aioactors.samples.bench.tcp.LoadCase;
import org.aioactors.samples.bench.tcp.LoadThread;

/**
 * What the clients of an IRC server do.
 *
 * @param clients how many there are
 * @param channelSize how many of them share a channel; 0: they are in none
 * @param perSecond how many messages all of them together send, if it is the clock that says when; else 0
 */
record IrcCase(Kind kind, int clients, int channelSize, int perSecond) implements LoadCase {
    /** What each client does. */
    enum Kind {
        /** Has one message under way in its channel, and sends the next when all the others have it. */
        FAN_OUT("messages"),
        /** Joins its channel, is told who is there, parts, and so on. */
        JOINS("joins"),
        /** Sends when it is its turn, by the clock. */
        PACED("p99 ns"),
        /** Answers the server's pings, and says nothing. */
        IDLE("bytes");

        private final String counted;

        Kind(String counted) {
            this.counted = counted;
        }

        /** What servers are compared by. */
        String counted() {
            return counted;
        }
    }

    /** How names are made. */
    private static final Pattern NAME =
            Pattern.compile("(fan-out|joins|paced|idle)-([1-9]\\d{0,5})(?:x([1-9]\\d{0,5}))?(?:x([1-9]\\d{0,7}))?");

    /** Throws {@link IllegalArgumentException} unless all channels are full, and have somebody to talk to. */
    IrcCase {
        if ((kind == Kind.PACED) != (perSecond > 0)) {
            throw new IllegalArgumentException("a rate belongs to a paced load, and to no other");
        }
        boolean alone = channelSize == 0 && kind == Kind.IDLE;
        if (!alone && (channelSize < 2 || clients % channelSize != 0)) {
            throw new IllegalArgumentException(clients + " clients can't be divided into channels of " + channelSize
                    + ", which must be 2 or more");
        }
    }

    /** The case that a name stands for; throws {@link IllegalArgumentException} if there is none. */
    static IrcCase parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no case is called '" + name + "'");
        }
        Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT).replace('-', '_'));
        return new IrcCase(kind, number(matcher, 2), number(matcher, 3), number(matcher, 4));
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    @Override
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + clients
                + (channelSize == 0 ? "" : "x" + channelSize)
                + (perSecond == 0 ? "" : "x" + perSecond);
    }

    @Override
    public boolean isPaced() {
        return kind == Kind.PACED;
    }

    @Override
    public void connect(int port, List<LoadThread> threads) throws IOException {
        IrcClients.connect(this, port, threads);
    }
}
