// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;

/** The lines that the server itself writes, ready to send: notices start with {@code *}, refusals with {@code !}. */
final class ServerText {
    /** The answer to {@code /help}. */
    static final ByteString HELP = notice("/join ROOM   leave this room for another, which may be new")
            .concat(notice("/nick NAME   change your name; nobody else may have it, in capitals or not"))
            .concat(notice("/who         who is in this room"))
            .concat(notice("/rooms       which rooms there are"))
            .concat(notice("/quit        leave"))
            .concat(notice("/help        this list; NAME and ROOM are " + ClientLine.NAME_RULE))
            .concat(notice("any other line goes to the others in the room; you do not get your own lines back"));

    private ServerText() {}

    /** Returns the line that tells a client something. */
    static ByteString notice(String text) {
        return ByteString.fromString("* " + text + "\n", StandardCharsets.UTF_8);
    }

    /** Returns the line that tells a client what it did wrong. */
    static ByteString refusal(String text) {
        return ByteString.fromString("! " + text + "\n", StandardCharsets.UTF_8);
    }
}
