// SPDX-License-Identifier: Apache-2.0
package org.aioactors.trace;

import java.net.SocketAddress;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A listener has accepted a connection. */
@Name("org.aioactors.TcpAccept")
@Label("TCP Accept")
@Description("A listener has accepted a connection")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class TcpAcceptEvent extends Event {
    @Label("Local Address")
    String localAddress = "";

    @Label("Remote Address")
    String remoteAddress = "";

    @Label("Loop")
    String loop = "";

    /** Records one, if it is switched on. */
    public static void emit(SocketAddress local, SocketAddress remote, Object theLoop) {
        TcpAcceptEvent event = new TcpAcceptEvent();
        if (event.isEnabled()) {
            event.localAddress = local.toString();
            event.remoteAddress = remote.toString();
            event.loop = theLoop.toString();
            event.commit();
        }
    }
}
