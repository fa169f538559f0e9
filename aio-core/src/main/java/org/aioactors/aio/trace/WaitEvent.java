// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A wait in the kernel for events, or a look without waiting (S9). */
@Name("org.aioactors.Wait")
@Label("Wait")
@Description("The loop waited in the kernel")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class WaitEvent extends Event {
    @Label("Context")
    String context = "";

    @Label("Timeout")
    @Timespan(Timespan.NANOSECONDS)
    long timeout;

    @Label("Events")
    int events;

    /** One that begins now, or null if it is switched off. */
    public static @Nullable WaitEvent start() {
        WaitEvent event = new WaitEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    /** Records it: it ends now. */
    public void stop(String contextName, long timeoutNs, int theEvents) {
        end();
        if (shouldCommit()) {
            context = contextName;
            timeout = timeoutNs;
            events = theEvents;
            commit();
        }
    }
}
