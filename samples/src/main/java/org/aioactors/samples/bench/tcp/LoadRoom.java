// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.samples.bench.WrongResultException;

/** The clients of one room, and what each has under way. All of them are of one {@link LoadThread}, and this is too. */
final class LoadRoom {
    private final LoadThread thread;
    private final FanOutFrames frames;
    private final int firstMember;
    private final int size;
    private final List<FanOutConnection> members = new ArrayList<>();

    /** How many messages each member has sent. */
    private final int[] sent;

    /** How many members have yet to receive the last message of each. */
    private final int[] missing;

    private final long[] sentAtNs;

    /** How many messages somebody has yet to receive. */
    private int underWay;

    LoadRoom(LoadThread thread, FanOutFrames frames, int firstMember, int size) {
        this.thread = thread;
        this.frames = frames;
        this.firstMember = firstMember;
        this.size = size;
        sent = new int[size];
        missing = new int[size];
        sentAtNs = new long[size];
    }

    /** The next member; returns what it must receive. */
    RoomReceiver add(FanOutConnection member) {
        members.add(member);
        return new RoomReceiver(frames, firstMember + members.size() - 1, firstMember, size);
    }

    /** A member sends its first message. */
    void begin(FanOutConnection member, long nowNs) throws IOException {
        say(members.indexOf(member), nowNs);
    }

    private void say(int member, long nowNs) throws IOException {
        underWay++;
        missing[member] = size;
        sentAtNs[member] = nowNs;
        members.get(member).say(firstMember + member, sent[member]++);
    }

    /** Somebody has received the last message of a member. With the last one who does, that member sends the next. */
    void delivered(int member, long nowNs) throws IOException {
        if (missing[member] == 0) {
            throw new WrongResultException("a message of client " + (firstMember + member) + " that it has not sent");
        }
        thread.delivered(1);
        thread.latency(nowNs - sentAtNs[member]);
        if (--missing[member] > 0) {
            return;
        }
        underWay--;
        if (thread.mayContinue()) {
            say(member, nowNs);
        } else if (underWay == 0) {
            for (FanOutConnection each : members) {
                each.endOutput();
            }
        }
    }

    /** Throws unless a member has received all that was sent. */
    void ended(RoomReceiver receiver) {
        for (int member = 0; member < size; member++) {
            receiver.ended(member, sent[member]);
        }
    }
}
