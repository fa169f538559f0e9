// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** The same by TLS, where all is copied. */
class TlsBorrowedTest extends TcpBorrowedTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
