// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.junit.jupiter.api.Tag;

/** A peer that reads a little now and then, with TLS. To shake hands through so small a window takes the kernel 15 seconds. */
@Tag("soak")
class TlsSlowReaderTest extends TcpSlowReaderTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }

    /** A record at a time through a small window is slow enough. */
    @Override
    int size() {
        return 120_000;
    }
}
