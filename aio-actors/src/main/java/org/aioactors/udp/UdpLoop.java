// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import org.aioactors.aio.linux.SockAddrCache;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.net.FlushCounts;
import org.aioactors.net.FlushList;

/** What the sockets of one loop share, since they take turns. Loop thread only. */
final class UdpLoop implements AutoCloseable {
    /** How many peers are known at a time. */
    private static final int PEERS = 4096;

    /** What some dozens of full batches have: that is not kept waiting. */
    private static final long MUCH_BYTES = 256 * 1024;

    private final ReceiveBatch receives;
    private final SendBatch sends;
    private final SockAddrCache ipv4 = new SockAddrCache(Sockets.AF_INET, PEERS);
    private final SockAddrCache ipv6 = new SockAddrCache(Sockets.AF_INET6, PEERS);
    private final FlushList flushes;

    private UdpLoop(AioLoop loop, UdpSettings settings) {
        receives = new ReceiveBatch(settings.batch(), settings.maxDatagramBytes());
        sends = new SendBatch(settings.batch(), PEERS);
        flushes = new FlushList(settings.flushDelay().toNanos(), MUCH_BYTES, System::nanoTime, new FlushCounts());
        loop.addTurnEnd(flushes);
    }

    /** That of a loop. */
    static UdpLoop of(AioLoop loop, UdpSettings settings) {
        return loop.resource(UdpLoop.class, () -> new UdpLoop(loop, settings));
    }

    ReceiveBatch receives() {
        return receives;
    }

    SendBatch sends() {
        return sends;
    }

    FlushList flushes() {
        return flushes;
    }

    /** The peers of sockets of that domain. */
    SockAddrCache peers(int domain) {
        return domain == Sockets.AF_INET ? ipv4 : ipv6;
    }

    @Override
    public void close() {
        flushes.close();
        receives.close();
        sends.close();
        ipv4.close();
        ipv6.close();
    }
}
