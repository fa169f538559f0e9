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

/** A part of a turn in which a loop runs its actors and tasks. */
@Name("org.aioactors.ActorsRun")
@Label("Actors Run")
@Description("The loop ran actors and tasks that waited")
@Category("aio-actors")
@Enabled(false)
@StackTrace(false)
public final class ActorsRunEvent extends Event {
    @Label("Loop")
    String loop = "";

    @Label("Runs")
    @Description("How many actors and tasks had their turn")
    int runs;

    /** One that begins now, or null if it is switched off. */
    public static @Nullable ActorsRunEvent start() {
        ActorsRunEvent event = new ActorsRunEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    /** Records it: it ends now. */
    public void stop(Object theLoop, int theRuns) {
        end();
        if (shouldCommit()) {
            loop = theLoop.toString();
            runs = theRuns;
            commit();
        }
    }
}
