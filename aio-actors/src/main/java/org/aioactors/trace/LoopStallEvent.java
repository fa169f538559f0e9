// SPDX-License-Identifier: Apache-2.0
package org.aioactors.trace;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A thread of a dispatcher was held up without a word, and relieved. */
@Name("org.aioactors.LoopStall")
@Label("Loop Stall")
@Description("An actor or a task blocked or computed for long, unannounced: another thread took over")
@Category("aio-actors")
@Enabled(true)
@StackTrace(false)
public final class LoopStallEvent extends Event {
    @Label("Loop")
    String loop = "";

    /** Not its name: JDK 17 forgets strings of an earlier recording. */
    @Label("Stalled Thread")
    @Nullable Thread thread;

    @Label("Culprit")
    String culprit = "";

    @Label("Culprit's Stack")
    String stack = "";

    /** Records one, if it is switched on. */
    public static void emit(String theLoop, Thread theThread, String theCulprit, String theStack) {
        LoopStallEvent event = new LoopStallEvent();
        if (event.isEnabled()) {
            event.loop = theLoop;
            event.thread = theThread;
            event.culprit = theCulprit;
            event.stack = theStack;
            event.commit();
        }
    }
}
