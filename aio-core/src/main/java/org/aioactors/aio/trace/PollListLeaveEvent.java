// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A handler has left the poll list: it was removed, or found nothing for long (S45). */
@Name("org.aioactors.PollListLeave")
@Label("Handler Left Busy Polling")
@Description("The handler is not asked any more while the loop spins")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class PollListLeaveEvent extends Event {
    @Label("Context")
    String context = "";

    @Label("Handler")
    String handler = "";

    /** Records one, if it is switched on. */
    public static void emit(String contextName, String theHandler) {
        PollListLeaveEvent event = new PollListLeaveEvent();
        if (event.isEnabled()) {
            event.context = contextName;
            event.handler = theHandler;
            event.commit();
        }
    }
}
