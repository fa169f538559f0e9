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

/** A run of busy polling (S42). */
@Name("org.aioactors.BusyPoll")
@Label("Busy Poll")
@Description("The loop spun before it slept")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class BusyPollEvent extends Event {
    @Label("Context")
    String context = "";

    @Label("Limit")
    @Timespan(Timespan.NANOSECONDS)
    long limit;

    @Label("Progress")
    boolean progress;

    /** One that begins now, or null if it is switched off. */
    public static @Nullable BusyPollEvent start() {
        BusyPollEvent event = new BusyPollEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    /** Records it: it ends now. */
    public void stop(String contextName, long limitNs, boolean theProgress) {
        end();
        if (shouldCommit()) {
            context = contextName;
            limit = limitNs;
            progress = theProgress;
            commit();
        }
    }
}
