// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import org.aioactors.aio.linux.uring.NeedsIoUring;

/** {@link ProcessContract} with fd-monitor = io-uring. */
@NeedsIoUring
class IoUringProcessTest extends ProcessContract {
    @Override
    String fdMonitor() {
        return "io-uring";
    }
}
