// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

/** {@link UdpContract} with fd-monitor = poll. */
class PollUdpTest extends UdpContract {
    @Override
    String fdMonitor() {
        return "poll";
    }
}
