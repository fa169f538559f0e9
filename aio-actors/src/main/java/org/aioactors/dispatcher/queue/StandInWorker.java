// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.queue;

/** The mobile work of a thread that stands in for loops: it never rests, since whoever has nothing to do leaves. */
public final class StandInWorker extends Worker {
    /** The work of a thread that has none yet. */
    public StandInWorker(Succession succession) {
        super(succession);
    }

    @Override
    public boolean isLoop() {
        return false;
    }

    @Override
    public boolean rests() {
        return false;
    }

    @Override
    public boolean wakeToSearch() {
        return false;
    }
}
