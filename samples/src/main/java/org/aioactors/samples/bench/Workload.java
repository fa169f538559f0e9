// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

import com.typesafe.config.Config;

/** Work of one kind for one dispatcher, that can tell whether all of it was done, and once. */
interface Workload {
    /** What is counted, in the plural. */
    String operations();

    /**
     * Does the work for a while to warm up and then for so long, and checks what came of it. The main thread's.
     *
     * @return operations a second
     * @throws WrongResultException if something was lost, done twice, or came out wrong
     * @throws IllegalStateException if it did not end within the patience of the system
     */
    double perSecond(BenchSystem system, long durationNs);

    /** Which list of dispatchers in the configuration it is for. */
    default String question() {
        return "inside";
    }

    /** What the actor system needs for these dispatchers. */
    default Config config(Config config, DispatcherPair dispatchers) {
        return config;
    }
}
