// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A loop that may sleep was woken (S49). */
@Name("org.aioactors.WakeUp")
@Label("Wake-Up")
@Description("A thread woke a loop that may have slept")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class WakeUpEvent extends Event {
    @Label("Context")
    String context = "";

    /** Records one, if it is switched on. */
    public static void emit(String contextName) {
        WakeUpEvent event = new WakeUpEvent();
        if (event.isEnabled()) {
            event.context = contextName;
            event.commit();
        }
    }
}
