// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One limit of time at once, which progress may extend. Progress only sets a flag, which is looked at four times within the
 * limit: so it costs nothing, and a limit is over up to a quarter late. Loop thread only.
 */
final class Patience {
    /** Whose limit it is. */
    interface Owner {
        /** It is over. */
        void timedOut();
    }

    /** A timer of the loop. */
    interface Alarm {
        /** Calls {@link Patience#onAlarm} once after that time. */
        void set(long delayNs);

        /** Takes that back. Idempotent. */
        void cancel();
    }

    /** Makes timers. */
    interface Alarms {
        Alarm alarm(Patience patience);
    }

    private static final int LOOKS = 4;

    private final Owner owner;
    private final Alarms alarms;

    /** Null while there is no limit: most connections have none most of the time. */
    private @Nullable Alarm alarm;

    private long stepNs;
    private boolean extended;
    private boolean progressed;
    private int looksLeft;

    Patience(Owner owner, Alarms alarms) {
        this.owner = owner;
        this.alarms = alarms;
    }

    /** Starts a limit in place of the one before. */
    void start(Duration limit, boolean extendedByProgress) {
        extended = extendedByProgress;
        progressed = false;
        looksLeft = LOOKS;
        stepNs = Math.max(1, limit.toNanos() / LOOKS);
        set();
    }

    private void set() {
        if (alarm == null) {
            alarm = alarms.alarm(this);
        }
        alarm.set(stepNs);
    }

    void stop() {
        looksLeft = 0;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /** Something has happened. */
    void progress() {
        progressed = true;
    }

    /** The timer's time has come. */
    void onAlarm() {
        if (looksLeft == 0) {
            return; // stopped
        }
        if (progressed && extended) {
            progressed = false;
            looksLeft = LOOKS;
        } else {
            looksLeft--;
        }
        if (looksLeft == 0) {
            owner.timedOut();
        } else {
            set();
        }
    }
}
