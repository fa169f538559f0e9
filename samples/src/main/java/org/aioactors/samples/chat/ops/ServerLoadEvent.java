// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/** What a server has to do now; see {@link ServerRecorder}. */
@Name("org.aioactors.chat.ServerLoad")
@Label("Chat Server Load")
@Description("What a chat server has to do; the rates are of the time since the event before, or since the start")
@Category({"aio-actors", "Chat"})
@Period("1 s")
@StackTrace(false)
final class ServerLoadEvent extends Event {
    @Label("Server")
    String server = "";

    @Label("Users")
    int users;

    @Label("Connections")
    int connections;

    @Label("Channels")
    @Description("With members here, counted on each loop")
    int channels;

    @Label("Messages a Second")
    double messagesPerSecond;

    @Label("Deliveries a Second")
    double deliveriesPerSecond;
}
