// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** What is written after the peer's close, with TLS. */
class TlsLastWordsTest extends TcpLastWordsTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
