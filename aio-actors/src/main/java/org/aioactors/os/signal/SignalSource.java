// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

/** Where signals come from: the JVM, but for tests. Any thread. */
interface SignalSource {
    /** Has a signal do what it did before; once. */
    interface Restore {
        void run();
    }

    /**
     * Has a signal told, in place of what it does.
     *
     * @param onSignal runs on any thread, each time; must be quick
     * @throws SignalRefusedException if it can't be had, with the reason
     */
    Restore take(Signal signal, Runnable onSignal) throws SignalRefusedException;
}
