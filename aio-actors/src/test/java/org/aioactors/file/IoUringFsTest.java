// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.linux.uring.NeedsIoUring;

/** {@link FsContract} with fd-monitor = io-uring. */
@NeedsIoUring
class IoUringFsTest extends FsContract {
    @Override
    String fdMonitor() {
        return "io-uring";
    }
}
