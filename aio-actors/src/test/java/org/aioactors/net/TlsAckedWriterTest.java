// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Who waits for each ack, with TLS. */
class TlsAckedWriterTest extends TcpAckedWriterTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
