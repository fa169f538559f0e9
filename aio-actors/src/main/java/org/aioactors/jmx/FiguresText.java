// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import java.util.List;
import org.aioactors.aio.AioStats;
import org.aioactors.dispatcher.DispatcherMetrics;
import org.aioactors.dispatcher.LastStall;
import org.aioactors.dispatcher.LoopMetrics;
import org.aioactors.net.TcpMetrics;
import org.aioactors.udp.UdpMetrics;

/** The text of {@link SystemMXBean#getFigures}, in the making. One thread. */
final class FiguresText {
    private final StringBuilder text = new StringBuilder(1_024);

    /** Its line, and those of its last stalls and its loops. */
    void dispatcher(DispatcherMetrics dispatcher, List<LastStall> lastStalls) {
        text.append("dispatcher");
        figure("id", dispatcher.id());
        figure("stalls", dispatcher.stalls());
        figure("announcedBlocks", dispatcher.announcedBlocks());
        figure("reliefThreads", dispatcher.reliefThreads());
        text.append('\n');
        lastStalls.forEach(this::stall);
        dispatcher.loops().forEach(this::loop);
    }

    private void stall(LastStall stall) {
        text.append("stall");
        figure("number", stall.number());
        figure("loop", stall.loop());
        figure("culprit", stall.culprit());
        figure("ageNs", stall.ageNs());
        text.append('\n');
    }

    private void loop(LoopMetrics loop) {
        text.append("loop");
        figure("number", loop.loop());
        figure("actors", loop.actors());
        figure("messages", loop.messages());
        figure("tasks", loop.tasks());
        figure("steals", loop.steals());
        figure("queueDepth", loop.queueDepth());
        figure("stalled", Boolean.toString(loop.stalled()));
        AioStats context = loop.context();
        figure("turns", context.turns());
        figure("waits", context.waits());
        figure("busyPollHits", context.busyPollHits());
        figure("busyPollMisses", context.busyPollMisses());
        figure("wakeUps", context.wakeUps());
        figure("pollNs", context.pollNs());
        text.append('\n');
    }

    /** A listener, or those that are outgoing. */
    void tcp(String name, TcpMetrics.Group group) {
        text.append("tcp");
        figure("name", name);
        figure("connections", group.connections());
        figure("heldBytes", group.heldBytes());
        figure("total", group.total());
        figure("receivedBytes", group.receivedBytes());
        figure("sentBytes", group.sentBytes());
        figure("refusedWrites", group.refusedWrites());
        text.append('\n');
    }

    /** A socket, or those that are connected. */
    void udp(String name, UdpMetrics.Group group) {
        text.append("udp");
        figure("name", name);
        figure("sockets", group.sockets());
        figure("receivedDatagrams", group.receivedDatagrams());
        figure("receivedBytes", group.receivedBytes());
        figure("sentDatagrams", group.sentDatagrams());
        figure("sentBytes", group.sentBytes());
        figure("dropped", group.dropped());
        figure("truncated", group.truncated());
        figure("refused", group.refused());
        text.append('\n');
    }

    private void figure(String name, long value) {
        text.append('\t').append(name).append('=').append(value);
    }

    /** What separates figures and lines is a blank here. */
    private void figure(String name, String value) {
        text.append('\t').append(name).append('=');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append(c < ' ' ? ' ' : c);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
