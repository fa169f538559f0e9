// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import org.aioactors.os.Cpus;
import org.jspecify.annotations.Nullable;

/** A thread of the {@link ReliefCrew}: serves a loop whose own thread is held up, then another one. */
final class ReliefThread extends ServingThread {
    /** Where it serves; null between two. This thread only. */
    private @Nullable Shift shift;

    /** Whom it is to serve next. Guarded by the crew. */
    private @Nullable Relief hiredFor;

    ReliefThread(Runnable work, String name) {
        super(work, name);
    }

    @Override
    public void run() {
        Cpus.unpinThisThread(); // of the loop that hired it
        super.run();
    }

    /** Begins or, with null, ends a shift. This thread only. */
    void setShift(@Nullable Shift shift) {
        this.shift = shift;
    }

    /** It has been idle, or is about to start, and is to serve this one. Whoever hires it, holding the crew. */
    void setHiredFor(Relief relief) {
        this.hiredFor = relief;
    }

    /** What it was hired for since it asked last, or null. This thread only, holding the crew. */
    @Nullable Relief takeHiredFor() {
        Relief taken = hiredFor;
        hiredFor = null;
        return taken;
    }

    @Override
    @Nullable AioLoop loop() {
        return shift == null ? null : shift.relief().loop();
    }

    @Override
    boolean isHome() {
        return shift != null && shift.isVisiting();
    }

    @Override
    void announceBlocking() {
        if (shift != null) {
            shift.relief().announce(shift);
        }
    }

    @Override
    void comeHome() {
        if (shift != null && !shift.isVisiting()) {
            shift.relief().visits().begin(shift);
        }
    }
}
