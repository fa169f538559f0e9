// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Files through TLS. */
class TlsWriteFileTest extends TcpWriteFileTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
