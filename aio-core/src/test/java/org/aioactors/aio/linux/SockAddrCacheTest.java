// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that are known need no new object, and none is mistaken for another. */
class SockAddrCacheTest {
    private final MmsgHdrs messages = MmsgHdrs.allocate(1, 0);
    private final SockAddrCache ipv4 = new SockAddrCache(Sockets.AF_INET, 64);
    private final SockAddrCache ipv6 = new SockAddrCache(Sockets.AF_INET6, 64);

    @AfterEach
    void close() {
        messages.close();
        ipv4.close();
        ipv6.close();
    }

    /** As if a datagram had come from there. */
    private InetSocketAddress receivedFrom(SockAddrCache cache, SockAddrCache.Entry entry) {
        messages.get(0).prepareToSend(entry);
        return cache.sender(messages.get(0));
    }

    @Test
    void whoWasThereBeforeIsTheSameObject() {
        for (SockAddrCache cache : new SockAddrCache[] {ipv4, ipv6}) {
            SockAddrCache.Entry entry = cache.of(FdIo.address("127.0.0.1", 9000));
            InetSocketAddress first = receivedFrom(cache, entry);
            assertThat(first).isEqualTo(entry.address());
            assertThat(receivedFrom(cache, cache.of(first))).isSameAs(first);
            assertThat(cache.of(first).address()).isSameAs(first);
            assertThat(cache.of(FdIo.address("127.0.0.1", 9000)).address()).isSameAs(first);
        }
    }

    /** Of 16 with one of 64 places each two would meet in all likelihood, and be made anew all the time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aFewDoNotTakeEachOthersPlace(long seed) {
        int[] ports = new Random(seed).ints(1024, 65_536).distinct().limit(16).toArray();
        List<SockAddrCache.Entry> entries = new ArrayList<>();
        for (int port : ports) {
            entries.add(ipv4.of(FdIo.address("127.0.0.1", port)));
        }
        for (int i = 0; i < ports.length; i++) {
            assertThat(ipv4.of(FdIo.address("127.0.0.1", ports[i]))).isSameAs(entries.get(i));
        }
        assertThat(entries.stream().map(SockAddrCache.Entry::index)).doesNotHaveDuplicates();
    }

    /** Many more than there is room for. */
    @Test
    void manyAreKeptApart() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1000; i++) {
                String host = (round == 2 ? "2001:db8::" : "10.0.") + i / 250 + (round == 2 ? ":" : ".") + i % 250;
                InetSocketAddress address = FdIo.address(host, 1 + i % 7);
                SockAddrCache cache = round == 0 ? ipv4 : ipv6;
                SockAddrCache.Entry entry = cache.of(address);
                assertThat(entry.address()).isEqualTo(address);
                assertThat(entry.index()).isBetween(0, cache.capacity() - 1);
                assertThat(receivedFrom(cache, entry)).isEqualTo(address);
            }
        }
    }

    /** They are equal for the JDK. */
    @Test
    void theSameAddressOnTwoLinksIsTwo() throws UnknownHostException {
        byte[] bytes = FdIo.address("fe80::1", 0).getAddress().getAddress();
        InetSocketAddress one = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 1), 9000);
        InetSocketAddress two = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 2), 9000);
        assertThat(one).isEqualTo(two);
        assertThat(ipv6.of(one).address()).isSameAs(one);
        assertThat(ipv6.of(two).address()).isSameAs(two);
        assertThat(scopeOf(receivedFrom(ipv6, ipv6.of(one)))).isEqualTo(1);
        assertThat(scopeOf(receivedFrom(ipv6, ipv6.of(two)))).isEqualTo(2);
    }

    private static int scopeOf(InetSocketAddress address) {
        return ((Inet6Address) address.getAddress()).getScopeId();
    }

    @Test
    void refusesWhatItCantHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ipv4.of(FdIo.address("::1", 9000)))
                .withMessageContaining("the socket is for IPv4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ipv4.of(InetSocketAddress.createUnresolved("no.such.host", 9000)));
        assertThatIllegalArgumentException().isThrownBy(() -> new SockAddrCache(Sockets.AF_UNIX, 16));
        assertThatIllegalArgumentException().isThrownBy(() -> new SockAddrCache(Sockets.AF_INET, 15));
    }
}
