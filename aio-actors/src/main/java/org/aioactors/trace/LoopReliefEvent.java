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

/** The time for which a loop's own thread was relieved, whether it announced that it would block or not. */
@Name("org.aioactors.LoopRelief")
@Label("Loop Relief")
@Description("Other threads ran the mailboxes and tasks of a loop while its own thread was held up")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class LoopReliefEvent extends Event {
    @Label("Loop")
    String loop = "";

    /** One that begins now, or null if it is switched off. */
    public static @Nullable LoopReliefEvent start() {
        LoopReliefEvent event = new LoopReliefEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    /** Records it: the loop's own thread is back. Any thread. */
    public void stop(String theLoop) {
        end();
        if (shouldCommit()) {
            loop = theLoop;
            commit();
        }
    }
}
