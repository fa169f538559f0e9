// SPDX-License-Identifier: Apache-2.0
package org.aioactors.micrometer;

import static io.micrometer.core.instrument.binder.BaseUnits.BYTES;
import static io.micrometer.core.instrument.binder.BaseUnits.CONNECTIONS;
import static io.micrometer.core.instrument.binder.BaseUnits.MESSAGES;
import static io.micrometer.core.instrument.binder.BaseUnits.TASKS;
import static io.micrometer.core.instrument.binder.BaseUnits.THREADS;

import io.micrometer.core.instrument.Tags;
import java.util.function.ToLongFunction;
import org.aioactors.aio.AioStats;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.net.TcpGroup;
import org.aioactors.net.TcpMetrics;
import org.aioactors.net.TcpRegistry;
import org.aioactors.udp.UdpGroup;
import org.aioactors.udp.UdpMetrics;

/** Which meters there are of each thing, by name: Micrometer's conventions, in the words of docs/metrics.md. */
final class Meters {
    /** A unit that Micrometer has no name for. */
    private static final String DATAGRAMS = "datagrams";

    private Meters() {}

    static void ofDispatcher(MeterSet<AioDispatcher> set) {
        set.gauge("aio.dispatcher.loops", null, "Loops.", each -> each.loops().size())
                .counter(
                        "aio.dispatcher.stalls",
                        null,
                        "Times an actor or a task kept its thread for long without a word.",
                        AioDispatcher::stalls)
                .counter(
                        "aio.dispatcher.announced.blocks",
                        null,
                        "Times one announced that it blocks.",
                        AioDispatcher::announcedBlocks)
                .gauge(
                        "aio.dispatcher.relief.threads",
                        THREADS,
                        "Threads that stand in for loops, at work or waiting.",
                        AioDispatcher::reliefThreads);
    }

    static void ofLoop(MeterSet<AioLoop> set) {
        set.gauge("aio.loop.actors", null, "Actors that live on the loop.", AioLoop::actors)
                .counter("aio.loop.messages", MESSAGES, "Messages taken up by its actors.", each -> each.metrics()
                        .messages())
                .counter("aio.loop.tasks", TASKS, "Tasks begun that are not actors.", each -> each.metrics()
                        .tasks())
                .gauge("aio.loop.queue.depth", null, "Actors and tasks that wait.", each -> each.metrics()
                        .queueDepth())
                .gauge(
                        "aio.loop.stalled",
                        null,
                        "1 while its own thread is held up.",
                        each -> each.isStalled() ? 1 : 0);
        ofContext(set);
    }

    private static void ofContext(MeterSet<AioLoop> set) {
        set.counter("aio.loop.turns", null, "Turns begun.", context(AioStats::turns))
                .counter("aio.loop.waits", null, "Waits in the kernel, a system call each.", context(AioStats::waits))
                .counter(
                        "aio.loop.busy.polls",
                        Tags.of("result", "hit"),
                        null,
                        "Runs of busy polling: until there was something to do, or in vain.",
                        context(AioStats::busyPollHits))
                .counter(
                        "aio.loop.busy.polls",
                        Tags.of("result", "miss"),
                        null,
                        "Runs of busy polling: until there was something to do, or in vain.",
                        context(AioStats::busyPollMisses))
                .counter(
                        "aio.loop.wakeups",
                        null,
                        "Times another thread had to wake it, a system call each.",
                        context(AioStats::wakeUps))
                .timeGauge(
                        "aio.loop.poll.window",
                        "How long the next turn may busy-poll: what the controller has learnt.",
                        context(AioStats::pollNs));
    }

    private static ToLongFunction<AioLoop> context(ToLongFunction<AioStats> figure) {
        return loop -> figure.applyAsLong(loop.metrics().context());
    }

    static void ofTcp(MeterSet<TcpGroup> set) {
        set.gauge("aio.tcp.connections", CONNECTIONS, "Connections that are open.", tcp(TcpMetrics.Group::connections))
                .gauge("aio.tcp.held", BYTES, "Not handled yet, or not sent yet.", tcp(TcpMetrics.Group::heldBytes))
                .counter("aio.tcp.opened", CONNECTIONS, "Connections so far.", tcp(TcpMetrics.Group::total))
                .counter("aio.tcp.received", BYTES, "Told to handlers.", tcp(TcpMetrics.Group::receivedBytes))
                .counter("aio.tcp.sent", BYTES, "Taken by the kernel.", tcp(TcpMetrics.Group::sentBytes))
                .counter("aio.tcp.refused.writes", null, "Writes refused.", tcp(TcpMetrics.Group::refusedWrites));
    }

    private static ToLongFunction<TcpGroup> tcp(ToLongFunction<TcpMetrics.Group> figure) {
        return group -> figure.applyAsLong(group.metrics());
    }

    static void ofTcpLoop(MeterSet<AioLoop> set, TcpRegistry tcp) {
        set.counter("aio.tcp.flushes", null, "Turns of connections to send what was written.", loop -> tcp.metrics(loop)
                        .flushes())
                .counter(
                        "aio.tcp.turns.with.flushes", null, "Turns of the loop in which any sent.", loop -> tcp.metrics(
                                        loop)
                                .turnsWithFlushes());
    }

    /** The same for one socket, for several and for a loop. */
    static void ofUdp(MeterSet<UdpGroup> set, String prefix) {
        set.gauge(prefix + ".sockets", null, "Sockets that are open.", udp(UdpMetrics.Group::sockets))
                .counter(
                        prefix + ".received.datagrams",
                        DATAGRAMS,
                        "Told to handlers.",
                        udp(UdpMetrics.Group::receivedDatagrams))
                .counter(prefix + ".received", BYTES, "Told to handlers.", udp(UdpMetrics.Group::receivedBytes))
                .counter(
                        prefix + ".sent.datagrams",
                        DATAGRAMS,
                        "Taken by the kernel.",
                        udp(UdpMetrics.Group::sentDatagrams))
                .counter(prefix + ".sent", BYTES, "Taken by the kernel.", udp(UdpMetrics.Group::sentBytes))
                .counter(prefix + ".dropped", DATAGRAMS, "Had come, found no room.", udp(UdpMetrics.Group::dropped))
                .counter(prefix + ".truncated", DATAGRAMS, "Told cut off.", udp(UdpMetrics.Group::truncated))
                .counter(prefix + ".refused", DATAGRAMS, "Not sent.", udp(UdpMetrics.Group::refused));
    }

    private static ToLongFunction<UdpGroup> udp(ToLongFunction<UdpMetrics.Group> figure) {
        return group -> figure.applyAsLong(group.metrics());
    }
}
