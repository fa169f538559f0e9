// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.nio.ByteBuffer;
import org.aioactors.samples.bench.WrongResultException;

/**
 * What one client of a room must receive: each message of each member once, in the member's order, byte for byte. Not
 * thread-safe.
 */
final class RoomReceiver {
    private final FanOutFrames frames;
    private final int number;
    private final int firstMember;

    /** How many messages of each member have come. */
    private final int[] received;

    RoomReceiver(FanOutFrames frames, int number, int firstMember, int members) {
        this.frames = frames;
        this.number = number;
        this.firstMember = firstMember;
        received = new int[members];
    }

    /**
     * Takes the next frame of a buffer.
     *
     * @return which member of the room has sent it, from 0
     * @throws WrongResultException unless it is that member's next one
     */
    int next(ByteBuffer buffer) {
        int start = buffer.position();
        int sender = buffer.getInt(start);
        int member = sender - firstMember;
        if (member < 0 || member >= received.length) {
            throw new WrongResultException("client " + number + " has received a message of " + sender
                    + ", who is not in its room, or bytes were lost");
        }
        int sequence = received[member]++;
        if (!frames.isNext(buffer, sender, sequence)) {
            throw new WrongResultException(String.format(
                    "client %d: not message %d of client %d, as it must be next", number, sequence, sender));
        }
        return member;
    }

    /** The server has closed: throws {@link WrongResultException} unless all of a member's messages have come. */
    void ended(int member, int sent) {
        WrongResultException.unlessSame(
                "client " + number + ": messages of client " + (firstMember + member), sent, received[member]);
    }
}
