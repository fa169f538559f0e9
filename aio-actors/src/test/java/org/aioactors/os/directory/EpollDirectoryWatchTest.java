// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

/** {@link DirectoryWatchContract} with fd-monitor = epoll. */
class EpollDirectoryWatchTest extends DirectoryWatchContract {
    @Override
    protected String fdMonitor() {
        return "epoll";
    }
}
