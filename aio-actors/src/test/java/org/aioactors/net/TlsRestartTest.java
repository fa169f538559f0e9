// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Handlers fail, with TLS. */
class TlsRestartTest extends TcpRestartTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
