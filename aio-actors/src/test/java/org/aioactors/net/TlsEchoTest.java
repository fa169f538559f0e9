// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Bytes arrive through TLS as they do without it. */
class TlsEchoTest extends TcpEchoTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
