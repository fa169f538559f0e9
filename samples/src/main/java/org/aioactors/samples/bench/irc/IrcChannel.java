// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.bench.WrongResultException;
import org.aioactors.samples.bench.tcp.LoadThread;

/**
 * The clients of one channel, and what each has under way: one message at most, so there is exactly one line that may come of
 * each. All of them are of one {@link LoadThread}, and this is too.
 */
final class IrcChannel {
    private static final int NICK_DIGITS = 6;

    private final LoadThread thread;
    private final int firstNumber;
    /** Between two messages of a member, if it is the clock that says when; else 0. */
    private final long periodNs;

    private final List<ChannelMember> members = new ArrayList<>();
    private final IrcMessage[] messages;

    /** How many messages each member has sent. */
    private final int[] sent;

    /** How many members have yet to receive the last message of each. */
    private final int[] missing;

    /** When the last message of each was due. */
    private final long[] dueAtNs;

    /** How many messages of each are due, and wait for the one that is under way. */
    private final int[] late;

    /** How many messages somebody has yet to receive. */
    private int underWay;

    private boolean ended;

    /** @param periodNs between two messages of a member; 0: each sends when all the others have its last one */
    IrcChannel(LoadThread thread, int firstNumber, int size, long periodNs) {
        this.thread = thread;
        this.firstNumber = firstNumber;
        this.periodNs = periodNs;
        messages = new IrcMessage[size];
        sent = new int[size];
        missing = new int[size];
        dueAtNs = new long[size];
        late = new int[size];
    }

    /** The next member; returns its place. */
    int add(ChannelMember member, IrcMessage message) {
        int place = members.size();
        members.add(member);
        messages[place] = message;
        return place;
    }

    int size() {
        return sent.length;
    }

    /** How many messages a member has sent. */
    int sent(int place) {
        return sent[place];
    }

    /** The line that may come of a member. */
    ByteBuffer expected(int place) {
        return messages[place].received();
    }

    /** The place of the member that the line in front of a buffer begins with; -1 if it begins otherwise. */
    int senderOf(ByteBuffer line) {
        int position = line.position();
        if (line.remaining() < NICK_DIGITS + 3
                || line.get(position) != ':'
                || line.get(position + 1) != IrcHandshake.NICK_START
                || line.get(position + 2 + NICK_DIGITS) != '!') {
            return -1;
        }
        int number = 0;
        for (int digit = 0; digit < NICK_DIGITS; digit++) {
            number = 10 * number + line.get(position + 2 + digit) - '0';
        }
        int place = number - firstNumber;
        return place < 0 || place >= sent.length ? -1 : place;
    }

    /** A member sends its first message, unless the clock says when. */
    void begin(int place, long nowNs) throws IOException {
        if (periodNs == 0) {
            say(place, nowNs);
        }
    }

    /** A member sends its next message, which is due; if its last one is still under way, behind that. */
    void say(int place, long dueNs) throws IOException {
        if (missing[place] > 0) {
            late[place]++;
            return;
        }
        underWay++;
        missing[place] = sent.length - 1;
        dueAtNs[place] = dueNs;
        messages[place].number(sent[place]++);
        members.get(place).send(messages[place].sent());
    }

    /** Somebody has received the last message of a member. After the last one who does, that member may send the next. */
    void delivered(int place, long nowNs) throws IOException {
        if (missing[place] == 0) {
            throw new WrongResultException(
                    "a message of " + members.get(place).nick() + " has come more often than it has receivers");
        }
        thread.delivered(1);
        thread.latency(nowNs - dueAtNs[place]);
        if (--missing[place] > 0) {
            return;
        }
        underWay--;
        if (!thread.mayContinue()) {
            endIfQuiet();
        } else if (periodNs == 0) {
            say(place, nowNs);
        } else if (late[place] > 0) {
            late[place]--;
            say(place, dueAtNs[place] + periodNs);
        }
    }

    /** No member sends any more: they quit, unless a message is under way. */
    void endIfQuiet() throws IOException {
        if (underWay == 0 && !ended) {
            ended = true;
            for (ChannelMember member : members) {
                member.quit();
            }
        }
    }
}
