// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import org.aioactors.aio.linux.uring.NeedsIoUring;

/** {@link TtyContract} with fd-monitor = io-uring. */
@NeedsIoUring
class IoUringTtyTest extends TtyContract {
    @Override
    String fdMonitor() {
        return "io-uring";
    }
}
