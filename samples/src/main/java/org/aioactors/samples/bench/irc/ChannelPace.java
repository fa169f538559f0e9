// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.irc;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.aioactors.samples.bench.tcp.LoadThread;

/** Lets the members of some channels speak in turn, by the clock. Their thread's. */
final class ChannelPace implements LoadThread.Pace {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final LoadThread thread;
    private final List<IrcChannel> channels;
    private final double perSecond;
    private long startNs;
    private long saidCount;

    /** @param perSecond how many messages the members of all of them send together */
    ChannelPace(LoadThread thread, List<IrcChannel> channels, double perSecond) {
        this.thread = thread;
        this.channels = channels;
        this.perSecond = perSecond;
    }

    @Override
    public long sendDue(long nowNs) throws IOException {
        if (!thread.mayContinue()) {
            for (IrcChannel channel : channels) {
                channel.endIfQuiet();
            }
            return NEVER;
        }
        if (saidCount == 0) {
            startNs = nowNs;
        }
        while (dueNs() <= nowNs) {
            IrcChannel channel = channels.get((int) (saidCount % channels.size()));
            channel.say((int) (saidCount / channels.size() % channel.size()), dueNs());
            saidCount++;
        }
        return dueNs() - nowNs;
    }

    private long dueNs() {
        return startNs + (long) (saidCount * SECOND_NS / perSecond);
    }
}
