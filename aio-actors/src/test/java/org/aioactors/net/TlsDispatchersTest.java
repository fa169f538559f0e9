// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Handlers on each kind of dispatcher, with TLS. */
class TlsDispatchersTest extends TcpDispatchersTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
