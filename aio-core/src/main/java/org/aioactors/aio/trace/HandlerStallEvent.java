// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A callback took long. */
@Name("org.aioactors.HandlerStall")
@Label("Handler Stall")
@Description("A callback kept its loop from everything else")
@Category("aio-actors")
@Enabled(true)
@StackTrace(false)
@Threshold("20 ms")
public final class HandlerStallEvent extends Event {
    @Label("Context")
    String context = "";

    @Label("Callback")
    String callback = "";

    /** One that begins now, or null if it is switched off. */
    public static @Nullable HandlerStallEvent start() {
        HandlerStallEvent event = new HandlerStallEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    /** Records it, if it took long enough: it ends now. */
    public void stop(String contextName, String kind, Object handler) {
        end();
        if (shouldCommit()) {
            context = contextName;
            callback = kind + " '" + handler + "'";
            commit();
        }
    }
}
