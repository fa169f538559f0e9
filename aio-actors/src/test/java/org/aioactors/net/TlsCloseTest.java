// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Connections end with TLS as they do without it. */
class TlsCloseTest extends TcpCloseTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
