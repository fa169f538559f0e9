// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.aioactors.samples.bench.WrongResultException;
import org.aioactors.samples.bench.tcp.LoadThread;

/**
 * A client that talks in a channel. Of each other member it must receive each message once, in that member's order, byte for
 * byte, and no other line of a channel.
 */
final class ChannelMember extends IrcConnection {
    private final IrcChannel room;
    private final int place;

    /** How many messages of each member have come. */
    private final int[] received;

    ChannelMember(LoadThread thread, IrcHandshake handshake, IrcChannel channel, String channelName)
            throws IOException {
        super(thread, handshake);
        room = channel;
        received = new int[channel.size()];
        place = channel.add(this, new IrcMessage(nick(), handshake.prefix(), channelName));
    }

    @Override
    protected void begin(long nowNs) throws IOException {
        room.begin(place, nowNs);
    }

    @Override
    boolean takeLine(ByteBuffer bytes, long nowNs) throws IOException {
        int sender = room.senderOf(bytes);
        if (sender >= 0) {
            ByteBuffer expected = room.expected(sender);
            int sameBytes = bytes.mismatch(expected);
            if (sameBytes < 0 || sameBytes == expected.remaining()) {
                bytes.position(bytes.position() + expected.remaining());
                onMessage(sender, nowNs);
                return true;
            }
            if (sameBytes == bytes.remaining()) {
                return false;
            }
        }
        return super.takeLine(bytes, nowNs);
    }

    private void onMessage(int sender, long nowNs) throws IOException {
        if (sender == place || ++received[sender] != room.sent(sender)) {
            throw new WrongResultException(nick() + " has received a message twice, or its own: " + room.sent(sender)
                    + " sent by member " + sender);
        }
        room.delivered(sender, nowNs);
    }

    @Override
    void onLine(ServerLine line, long nowNs) {
        onLineOfOthers(line);
    }

    @Override
    protected void ended() {
        for (int sender = 0; sender < received.length; sender++) {
            int sent = sender == place ? 0 : room.sent(sender);
            WrongResultException.unlessSame(nick() + ": messages of member " + sender, sent, received[sender]);
        }
    }
}
