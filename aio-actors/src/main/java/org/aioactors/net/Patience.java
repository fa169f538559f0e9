// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.time.Duration;

/**
 * One limit of time at once, which progress may extend. Progress only sets a flag, which is looked at four times within the
 * limit: so it costs nothing, and a limit is over up to a quarter late. Loop thread only.
 */
final class Patience {
    /** A timer of the loop. */
    interface Alarm {
        /** Calls {@link Patience#onAlarm} once after that time. */
        void set(long delayNs);

        /** Takes that back. Idempotent. */
        void cancel();
    }

    private static final int LOOKS = 4;

    private final Runnable onOver;
    private Alarm alarm = NONE;
    private long stepNs;
    private boolean extended;
    private boolean progressed;
    private int looksLeft;

    private static final Alarm NONE = new Alarm() {
        @Override
        public void set(long delayNs) {}

        @Override
        public void cancel() {}
    };

    /** A limit that calls {@code onOver} when it is over. */
    Patience(Runnable onOver) {
        this.onOver = onOver;
    }

    /** The timer, which calls {@link #onAlarm}. */
    void use(Alarm timer) {
        alarm = timer;
    }

    /** Starts a limit in place of the one before. */
    void start(Duration limit, boolean extendedByProgress) {
        extended = extendedByProgress;
        progressed = false;
        looksLeft = LOOKS;
        stepNs = Math.max(1, limit.toNanos() / LOOKS);
        alarm.set(stepNs);
    }

    void stop() {
        looksLeft = 0;
        alarm.cancel();
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
            onOver.run();
        } else {
            alarm.set(stepNs);
        }
    }
}
