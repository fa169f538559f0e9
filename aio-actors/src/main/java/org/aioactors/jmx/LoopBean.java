// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import org.aioactors.dispatcher.AioLoop;

record LoopBean(AioLoop loop) implements LoopMXBean {
    @Override
    public int getActors() {
        return loop.actors();
    }

    @Override
    public long getMessages() {
        return loop.metrics().messages();
    }

    @Override
    public long getTasks() {
        return loop.metrics().tasks();
    }

    @Override
    public long getSteals() {
        return loop.metrics().steals();
    }

    @Override
    public int getQueueDepth() {
        return loop.metrics().queueDepth();
    }

    @Override
    public boolean isStalled() {
        return loop.isStalled();
    }

    @Override
    public long getTurns() {
        return loop.metrics().context().turns();
    }

    @Override
    public long getWaits() {
        return loop.metrics().context().waits();
    }

    @Override
    public long getBusyPollHits() {
        return loop.metrics().context().busyPollHits();
    }

    @Override
    public long getBusyPollMisses() {
        return loop.metrics().context().busyPollMisses();
    }

    @Override
    public long getWakeUps() {
        return loop.metrics().context().wakeUps();
    }

    @Override
    public long getPollNs() {
        return loop.metrics().context().pollNs();
    }
}
