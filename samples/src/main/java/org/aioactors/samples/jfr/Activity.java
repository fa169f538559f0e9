// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import java.util.Locale;

/** What a loop spends its time with, as far as events tell. What they don't is the rest: callbacks, and the loop's own work. */
enum Activity {
    /** Busy polling. */
    SPINNING("#d0743c"),
    /** Its actors, and tasks. */
    ACTORS("#2f8fe0"),
    /** Looks into the kernel without waiting. */
    LOOKING("#8a6fc8"),
    /** Waits in the kernel. */
    SLEEPING("#c9ced4");

    final String colour;

    Activity(String colour) {
        this.colour = colour;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
