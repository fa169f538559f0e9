// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Connections are reset, with TLS. */
class TlsResetTest extends TcpResetTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
