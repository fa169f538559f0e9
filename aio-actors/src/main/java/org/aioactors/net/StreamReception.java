// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorSystem;
import java.util.HashSet;
import java.util.Set;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.dispatcher.AioLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each connection to the loop where it is to live. The listener only. */
final class StreamReception implements Reception {
    /** Makes of a connection what it is to be. */
    interface Arrivals {
        /** If it throws, what it was given is the caller's. */
        TcpLoop.Arrival of(Fd fd, SockAddr peer, ListenerLimits.Share share);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StreamReception.class);

    private final ActorSystem<?> system;
    private final AioLoop loop;
    private final Arrivals arrivals;

    /** Where the connections are, and were. */
    private final Set<AioLoop> homes = new HashSet<>();

    StreamReception(ActorSystem<?> system, AioLoop loop, Arrivals arrivals) {
        this.system = system;
        this.loop = loop;
        this.arrivals = arrivals;
    }

    @Override
    public void accepted(Fd fd, SockAddr peer, ListenerLimits.Share share) {
        TcpLoop.Arrival arrival;
        try {
            arrival = arrivals.of(fd, peer, share);
        } catch (RuntimeException failure) {
            share.close();
            fd.closeAfter(failure);
            goneBefore(failure);
            return;
        }
        AioLoop home = loop.place();
        homes.add(home);
        TcpLoop.send(system, home, arrival);
    }

    /** What to do with a failure of a connection that nobody was told of. */
    static void goneBefore(RuntimeException failure) {
        LOG.debug("a connection was gone before it was served", failure);
    }

    /** The listener has ended, and takes those of its connections along that are left. */
    void stopConnections(ListenerLimits limits) {
        if (!limits.isUnused()) {
            TcpLoop.stopAllOf(limits, system, homes);
        }
    }
}
