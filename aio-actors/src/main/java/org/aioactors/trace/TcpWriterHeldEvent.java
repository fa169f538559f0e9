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
import org.jspecify.annotations.Nullable;

/** The time for which a connection refused writes: from the first one refused until its writer was told that it may go on. */
@Name("org.aioactors.TcpWriterHeld")
@Label("TCP Writer Held")
@Description("A connection refused writes, since its peer reads too slowly or bytes were scarce")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class TcpWriterHeldEvent extends Event {
    @Label("Remote Address")
    String remoteAddress = "";

    @Label("Unsent Bytes")
    @Description("When the first write was refused")
    @DataAmount
    long unsentBytes;

    /** One that begins now, or null if it is switched off. */
    public static @Nullable TcpWriterHeldEvent start(long unsentBytes) {
        TcpWriterHeldEvent event = new TcpWriterHeldEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.unsentBytes = unsentBytes;
        event.begin();
        return event;
    }

    /** Records it: the writer may go on, or the connection has ended. */
    public void stop(SocketAddress remote) {
        end();
        if (shouldCommit()) {
            remoteAddress = remote.toString();
            commit();
        }
    }
}
