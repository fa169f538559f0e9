// SPDX-License-Identifier: Apache-2.0
package org.aioactors.trace;

import java.net.SocketAddress;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A connection has ended, whoever ended it. */
@Name("org.aioactors.TcpClose")
@Label("TCP Close")
@Description("A TCP connection has ended")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class TcpCloseEvent extends Event {
    @Label("Remote Address")
    String remoteAddress = "";

    @Label("Loop")
    String loop = "";

    /** What its handler is told, such as PeerClosed. */
    @Label("How")
    String how = "";

    @Label("Cause")
    @Description("Of an error or a time that was up; else empty")
    String cause = "";

    @Label("Bytes Received")
    @DataAmount
    long receivedBytes;

    @Label("Bytes Sent")
    @DataAmount
    long sentBytes;

    /** Records one, if it is switched on. */
    public static void emit(
            SocketAddress remote, Object theLoop, String how, String cause, long receivedBytes, long sentBytes) {
        TcpCloseEvent event = new TcpCloseEvent();
        if (event.isEnabled()) {
            event.remoteAddress = remote.toString();
            event.loop = theLoop.toString();
            event.how = how;
            event.cause = cause;
            event.receivedBytes = receivedBytes;
            event.sentBytes = sentBytes;
            event.commit();
        }
    }
}
