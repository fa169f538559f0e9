// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A handler has become a member of the poll list (S34). */
@Name("org.aioactors.PollListJoin")
@Label("Handler Joined Busy Polling")
@Description("From now on the handler is asked while the loop spins")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class PollListJoinEvent extends Event {
    @Label("Context")
    String context = "";

    @Label("Handler")
    String handler = "";

    /** Records one, if it is switched on. */
    public static void emit(String contextName, String theHandler) {
        PollListJoinEvent event = new PollListJoinEvent();
        if (event.isEnabled()) {
            event.context = contextName;
            event.handler = theHandler;
            event.commit();
        }
    }
}
