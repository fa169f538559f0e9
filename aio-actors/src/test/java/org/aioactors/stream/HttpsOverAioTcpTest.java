// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import java.net.http.HttpClient;
import org.aioactors.net.TestSecurity;
import org.aioactors.net.TestTls;
import org.aioactors.net.TlsSecurity;

/** Akka HTTP's server over our sockets with our TLS, asked by the JDK's client. */
class HttpsOverAioTcpTest extends HttpOverAioTcpTest {
    private final TestSecurity security = new TlsSecurity("TLSv1.3");

    @Override
    TestSecurity security() {
        return security;
    }

    @Override
    String scheme() {
        return "https";
    }

    @Override
    HttpClient.Builder configure(HttpClient.Builder builder) {
        return builder.sslContext(TestTls.clientContext());
    }
}
