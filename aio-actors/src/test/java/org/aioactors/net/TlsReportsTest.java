// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** What users have reported, with TLS. */
class TlsReportsTest extends TcpReportsTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
