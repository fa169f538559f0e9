// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import org.aioactors.aio.linux.uring.NeedsIoUring;

/** {@link UdpContract} with fd-monitor = io-uring. */
@NeedsIoUring
class IoUringUdpTest extends UdpContract {
    @Override
    String fdMonitor() {
        return "io-uring";
    }
}
