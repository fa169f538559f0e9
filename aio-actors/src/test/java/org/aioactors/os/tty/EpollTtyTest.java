// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

/** {@link TtyContract} with fd-monitor = epoll. */
class EpollTtyTest extends TtyContract {
    @Override
    String fdMonitor() {
        return "epoll";
    }
}
