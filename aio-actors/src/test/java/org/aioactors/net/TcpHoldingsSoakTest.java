// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.junit.jupiter.api.Tag;

/** Ten thousand connections, ten times. Needs a limit of open files above that ({@code ulimit -n 20000}). */
@Tag("soak")
class TcpHoldingsSoakTest extends TcpHoldingsTest {
    @Override
    int connections(boolean tls) {
        return tls ? 1_000 : 10_000;
    }

    @Override
    int rounds() {
        return 10;
    }
}
