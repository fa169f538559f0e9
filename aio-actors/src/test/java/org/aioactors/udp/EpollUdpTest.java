// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

/** {@link UdpContract} with fd-monitor = epoll. */
class EpollUdpTest extends UdpContract {
    @Override
    String fdMonitor() {
        return "epoll";
    }
}
