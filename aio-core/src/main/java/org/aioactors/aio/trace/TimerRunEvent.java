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

/** A timer was due and runs (S60). */
@Name("org.aioactors.TimerRun")
@Label("Timer Run")
@Description("A timer was due, and its callback runs")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class TimerRunEvent extends Event {
    @Label("Context")
    String context = "";

    @Label("Clock")
    String clock = "";

    @Label("Late")
    @Description("By how much, when the loop read the clock; callbacks of the same turn before it come on top")
    @Timespan(Timespan.NANOSECONDS)
    long late;

    /** Records one, if it is switched on. */
    public static void emit(String contextName, Object theClock, long lateNs) {
        TimerRunEvent event = new TimerRunEvent();
        if (event.isEnabled()) {
            event.context = contextName;
            event.clock = theClock.toString();
            event.late = lateNs;
            event.commit();
        }
    }
}
