// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

/** {@link DirectoryWatchContract} with fd-monitor = poll. */
class PollDirectoryWatchTest extends DirectoryWatchContract {
    @Override
    protected String fdMonitor() {
        return "poll";
    }
}
