// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

/** What tells a loop from all others of a JVM. */
record LoopKey(Sample.Key dispatcher, int number) {
    /** As stalls call it. */
    String loopName() {
        return dispatcher.name() + "-" + number;
    }
}
