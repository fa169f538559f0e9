// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Random bytes through an echo server with TLS. */
class TlsVolumeTest extends TcpVolumeTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }
}
