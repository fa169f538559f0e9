// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import org.aioactors.net.TestSecurity;
import org.aioactors.net.TlsSecurity;

/** How connections end, with TLS. */
class AioTcpTlsEndTest extends AioTcpEndTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
