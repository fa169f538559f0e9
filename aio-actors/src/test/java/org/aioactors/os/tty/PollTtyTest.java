// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

/** {@link TtyContract} with fd-monitor = poll. */
class PollTtyTest extends TtyContract {
    @Override
    String fdMonitor() {
        return "poll";
    }
}
