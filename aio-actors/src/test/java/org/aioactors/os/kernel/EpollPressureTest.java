// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

/** {@link PressureTest} with fd-monitor = epoll. */
class EpollPressureTest extends PressureTest {
    @Override
    protected String fdMonitor() {
        return "epoll";
    }

    @Override
    int stalls() {
        return 1;
    }
}
