// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.junit.jupiter.api.Tag;

/** 200 MB for each peer. */
@Tag("soak")
class TcpVolumeSoakTest extends TcpVolumeTest {
    @Override
    long bytes() {
        return 200_000_000;
    }
}
