// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import org.aioactors.aio.linux.uring.NeedsIoUring;

/** {@link DirectoryWatchContract} with fd-monitor = io-uring. */
@NeedsIoUring
class IoUringDirectoryWatchTest extends DirectoryWatchContract {
    @Override
    protected String fdMonitor() {
        return "io-uring";
    }
}
