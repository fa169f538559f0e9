// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

/** {@link ProcessContract} with fd-monitor = epoll. */
class EpollProcessTest extends ProcessContract {
    @Override
    String fdMonitor() {
        return "epoll";
    }
}
