// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** A peer that reads a little now and then, with TLS. */
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
