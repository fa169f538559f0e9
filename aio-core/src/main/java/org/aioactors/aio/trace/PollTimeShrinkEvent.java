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

/** The controller has lowered the busy-poll time (S48). */
@Name("org.aioactors.PollTimeShrink")
@Label("Busy-Poll Time Shrank")
@Description("The controller lets the loop spin for less long")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class PollTimeShrinkEvent extends Event {
    @Label("Context")
    String context = "";

    @Label("Before")
    @Timespan(Timespan.NANOSECONDS)
    long before;

    @Label("After")
    @Timespan(Timespan.NANOSECONDS)
    long after;

    @Label("Blocked")
    @Description("How long the turn that taught it took until its events were known")
    @Timespan(Timespan.NANOSECONDS)
    long blocked;

    /** Records one, if it is switched on. */
    public static void emit(String contextName, long beforeNs, long afterNs, long blockedNs) {
        PollTimeShrinkEvent event = new PollTimeShrinkEvent();
        if (event.isEnabled()) {
            event.context = contextName;
            event.before = beforeNs;
            event.after = afterNs;
            event.blocked = blockedNs;
            event.commit();
        }
    }
}
