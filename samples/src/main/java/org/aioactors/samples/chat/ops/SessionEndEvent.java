// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import java.net.InetAddress;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * A client has gone, whoever ended it. How long it was there is a field of its own, and not the event's duration: so it is known
 * of those too who came before the recording began, and nothing is kept for a client meanwhile.
 */
@Name("org.aioactors.chat.SessionEnd")
@Label("Chat Session End")
@Description("A client has gone")
@Category({"aio-actors", "Chat"})
@StackTrace(false)
public final class SessionEndEvent extends Event {
    @Label("Nickname")
    @Description("* if it has not registered")
    String nick = "";

    @Label("Address")
    String address = "";

    @Label("Transport")
    @Description("PLAIN, TLS or WEB")
    String transport = "";

    @Label("Connected For")
    @Timespan(Timespan.NANOSECONDS)
    long connectedFor;

    @Label("Lines Received")
    long lines;

    @Label("Reason")
    @Description("As the others read it in its QUIT")
    String reason = "";

    /** Records one, if it is switched on. */
    public static void emit(
            String nick, InetAddress address, String transport, long connectedNs, long lines, String reason) {
        SessionEndEvent event = new SessionEndEvent();
        if (event.shouldCommit()) {
            event.nick = nick;
            event.address = address.getHostAddress();
            event.transport = transport;
            event.connectedFor = connectedNs;
            event.lines = lines;
            event.reason = reason;
            event.commit();
        }
    }
}
