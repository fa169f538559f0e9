// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What one client says to its channel: as it sends it, and as all the others must receive it. Not thread-safe. */
final class IrcMessage {
    private static final int SEQUENCE_DIGITS = 10;

    /** Makes the text 64 bytes long. */
    private static final String BODY = " and some words to make it as long as people's";

    private final byte[] sent;
    private final ByteBuffer received;

    /** @param prefix the client, as the server shows it to others */
    IrcMessage(String nick, String prefix, String channel) {
        String line = "PRIVMSG " + channel + " :" + nick + " " + "0".repeat(SEQUENCE_DIGITS) + BODY + "\r\n";
        sent = line.getBytes(StandardCharsets.US_ASCII);
        received = ByteBuffer.wrap((":" + prefix + " " + line).getBytes(StandardCharsets.US_ASCII));
    }

    /** Numbers it. */
    void number(int sequence) {
        int place = sent.length - 2 - BODY.length();
        int ahead = received.capacity() - sent.length;
        int rest = sequence;
        for (int digit = 1; digit <= SEQUENCE_DIGITS; digit++) {
            byte character = (byte) ('0' + rest % 10);
            sent[place - digit] = character;
            received.put(ahead + place - digit, character);
            rest /= 10;
        }
    }

    /** The line to send. */
    byte[] sent() {
        return sent;
    }

    /** The line to receive, between position and limit, which must stay where they are. */
    ByteBuffer received() {
        return received;
    }
}
