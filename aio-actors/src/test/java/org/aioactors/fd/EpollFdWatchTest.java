// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

/** {@link FdWatchContract} with fd-monitor = epoll. */
class EpollFdWatchTest extends FdWatchContract {
    @Override
    String fdMonitor() {
        return "epoll";
    }
}
