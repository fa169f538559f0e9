// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Back-pressure is the same with TLS. */
class Tls12FlowControlTest extends TcpFlowControlTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.2");

    @Override
    TestSecurity security() {
        return security;
    }
}
