// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

/** {@link ProcessContract} with fd-monitor = poll. */
class PollProcessTest extends ProcessContract {
    @Override
    String fdMonitor() {
        return "poll";
    }
}
