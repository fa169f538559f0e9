// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address that is kept in few bytes. */
class CompactAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "255.255.255.255", "::1", "2001:db8::8:800:200c:417a"})
    void itComesBack(String ip) {
        for (int port : new int[] {0, 1, 65_535}) {
            InetSocketAddress address = new InetSocketAddress(ip, port);
            assertThat(CompactAddress.toAddress(CompactAddress.of(address))).isEqualTo(address);
        }
    }
}
