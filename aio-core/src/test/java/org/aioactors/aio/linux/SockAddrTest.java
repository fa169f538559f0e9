// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SockAddrTest {
    private final SockAddr sockAddr = SockAddr.allocate();

    @AfterEach
    void close() {
        sockAddr.close();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 80, 16", "255.1.2.3, 65535, 16", "::1, 32769, 28", "2001:db8::ff00:42, 0, 28", "::, 1, 28"})
    void holdsAnAddress(String host, int port, int length) {
        InetSocketAddress address = FdIo.address(host, port);
        sockAddr.set(FdIo.address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 65535)); // to be overwritten
        sockAddr.set(address);
        assertThat(sockAddr.length()).isEqualTo(length);
        assertThat(sockAddr.toInetSocketAddress()).isEqualTo(address);
    }

    @Test
    void keepsTheScopeOfALinkLocalAddress() throws UnknownHostException {
        byte[] linkLocal = FdIo.address("fe80::1", 0).getAddress().getAddress();
        sockAddr.set(new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 7), 80));
        Inet6Address read = (Inet6Address) sockAddr.toInetSocketAddress().getAddress();
        assertThat(read.getAddress()).isEqualTo(linkLocal);
        assertThat(read.getScopeId()).isEqualTo(7);
    }

    @Test
    void refusesAnUnresolvedAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sockAddr.set(InetSocketAddress.createUnresolved("example.invalid", 80)))
                .withMessageStartingWith("unresolved address example.invalid:80");
    }

    @Test
    void hasNoAddressAtFirst() {
        assertThat(sockAddr.length()).isZero();
        assertThatIllegalStateException()
                .isThrownBy(sockAddr::toInetSocketAddress)
                .withMessageContaining("family 0");
    }

    @Test
    void isOutOfReachOnceClosed() {
        sockAddr.close();
        assertThatIllegalStateException().isThrownBy(() -> sockAddr.set(FdIo.address("127.0.0.1", 1)));
        assertThatIllegalStateException().isThrownBy(sockAddr::toInetSocketAddress);
    }
}
