// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

/** {@link FdWatchContract} with fd-monitor = poll. */
class PollFdWatchTest extends FdWatchContract {
    @Override
    String fdMonitor() {
        return "poll";
    }
}
