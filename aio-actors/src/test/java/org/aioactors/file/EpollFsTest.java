// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

/** {@link FsContract} with fd-monitor = epoll. */
class EpollFsTest extends FsContract {
    @Override
    String fdMonitor() {
        return "epoll";
    }
}
