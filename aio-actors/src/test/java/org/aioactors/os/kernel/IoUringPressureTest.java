// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import org.aioactors.aio.linux.uring.NeedsIoUring;

/** {@link PressureTest} with fd-monitor = io-uring. */
@NeedsIoUring
class IoUringPressureTest extends PressureTest {
    @Override
    protected String fdMonitor() {
        return "io-uring";
    }

    @Override
    int stalls() {
        return 1;
    }
}
