// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import java.util.List;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.LoopMetrics;

record DispatcherBean(AioDispatcher dispatcher) implements DispatcherMXBean {
    @Override
    public int getLoops() {
        return dispatcher.loops().size();
    }

    @Override
    public long getStalls() {
        return dispatcher.stalls();
    }

    @Override
    public List<String> getLastStalls() {
        return dispatcher.lastStalls().stream()
                .map(stall -> stall.loop() + ": " + stall.culprit())
                .toList();
    }

    @Override
    public long getAnnouncedBlocks() {
        return dispatcher.announcedBlocks();
    }

    @Override
    public int getReliefThreads() {
        return dispatcher.reliefThreads();
    }

    @Override
    public long getMessages() {
        return dispatcher.metrics().loops().stream()
                .mapToLong(LoopMetrics::messages)
                .sum();
    }
}
