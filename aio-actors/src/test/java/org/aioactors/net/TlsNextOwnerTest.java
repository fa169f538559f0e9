// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Numbers of fds are used again, with TLS. */
class TlsNextOwnerTest extends TcpNextOwnerTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
