// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Back-pressure is the same with TLS. */
class TlsFlowControlTest extends TcpFlowControlTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
