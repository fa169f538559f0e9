// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.aio.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of the peers of a listener with whom TLS could not be agreed upon, in not too many lines. Any thread. */
final class TlsRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(TlsRefusals.class);

    private final AtomicLong untold = new AtomicLong();
    private final LogPause pause = new LogPause();

    /** One more. */
    void refused(InetSocketAddress peer, InetSocketAddress local, Exception cause) {
        if (pause.isOver()) {
            LOG.warn(
                    "no TLS with {} on {}: {} ({} more since the last such line)",
                    Sockets.format(peer),
                    Sockets.format(local),
                    TlsFailure.describe(cause),
                    untold.getAndSet(0));
        } else {
            untold.incrementAndGet();
        }
    }
}
