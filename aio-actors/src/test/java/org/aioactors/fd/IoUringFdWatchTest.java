// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

/** {@link FdWatchContract} with fd-monitor = io-uring. */
class IoUringFdWatchTest extends FdWatchContract {
    @Override
    String fdMonitor() {
        return "io-uring";
    }
}
