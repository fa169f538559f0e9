// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import org.aioactors.net.TestSecurity;
import org.aioactors.net.TlsSecurity;

/** Bytes from end to end, with TLS. */
class AioTcpTlsFlowTest extends AioTcpFlowTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    /** Hundreds shake hands at a time, perhaps on a busy machine. */
    @Override
    String config() {
        return "aio.net.tcp.handshake-timeout = 60 s";
    }

    @Override
    TestSecurity security() {
        return security;
    }
}
