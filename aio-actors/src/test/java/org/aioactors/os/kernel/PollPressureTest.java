// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

/** {@link PressureTest} with fd-monitor = poll. */
class PollPressureTest extends PressureTest {
    @Override
    protected String fdMonitor() {
        return "poll";
    }

    @Override
    int stalls() {
        return 1;
    }
}
