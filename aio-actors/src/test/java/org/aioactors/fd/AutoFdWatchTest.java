// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

/** {@link FdWatchContract} with fd-monitor = auto. */
class AutoFdWatchTest extends FdWatchContract {
    @Override
    String fdMonitor() {
        return "auto";
    }
}
