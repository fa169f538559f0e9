// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** The kernel gives and takes little, with TLS. */
class TlsPiecesTest extends TcpPiecesTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
