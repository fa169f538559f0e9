// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import org.aioactors.aio.linux.uring.NeedsIoUring;

/** {@link FdWatchContract} with fd-monitor = io-uring. */
@NeedsIoUring
class IoUringFdWatchTest extends FdWatchContract {
    @Override
    String fdMonitor() {
        return "io-uring";
    }
}
