// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Time is limited with TLS too. */
class TlsTimeoutTest extends TcpTimeoutTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
