// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import akka.actor.typed.ActorSystem;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.aioactors.Aio;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.DispatcherMetrics;
import org.aioactors.dispatcher.LoopMetrics;
import org.aioactors.net.TcpMetrics;

/** The figures of a server for Prometheus, in its text format (version 0.0.4). */
public final class MetricsText {
    /** The content type for HTTP. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /**
     * What is shown.
     *
     * @param uptimeMs since the start of the JVM
     * @param heapBytes that are used, garbage included
     */
    public record Figures(
            long uptimeMs, long heapBytes, List<DispatcherMetrics> dispatchers, TcpMetrics tcp, ChatFigures chat) {
        /** Copies the list. */
        public Figures {
            dispatchers = List.copyOf(dispatchers);
        }

        /** Of a system now. Any thread; does not block. */
        public static Figures of(ActorSystem<?> system, ChatFigures chat) {
            Runtime runtime = Runtime.getRuntime();
            return new Figures(
                    ManagementFactory.getRuntimeMXBean().getUptime(),
                    runtime.totalMemory() - runtime.freeMemory(),
                    Aio.get(system).dispatchers().values().stream()
                            .map(AioDispatcher::metrics)
                            .toList(),
                    Aio.get(system).tcpMetrics(),
                    chat);
        }
    }

    private final StringBuilder text = new StringBuilder();

    private MetricsText() {}

    /** The text; depends on nothing but the figures. */
    public static String of(Figures figures) {
        MetricsText metrics = new MetricsText();
        metrics.chat(figures.chat());
        metrics.single("process_uptime_seconds", "gauge", "Since the start.", figures.uptimeMs() / 1_000);
        metrics.single("jvm_heap_used_bytes", "gauge", "Heap in use, garbage included.", figures.heapBytes());
        metrics.loops(figures.dispatchers());
        metrics.connections(figures.tcp());
        return metrics.text.toString();
    }

    private void chat(ChatFigures chat) {
        single("chat_users", "gauge", "Users on this server.", chat.users());
        single("chat_registering", "gauge", "Connections that are not users yet.", chat.registering());
        single("chat_operators", "gauge", "Operators among the users.", chat.operators());
        single("chat_channels", "gauge", "Channels with members here, counted on each loop.", chat.channels());
        single("chat_memberships", "gauge", "Users in channels.", chat.memberships());
        single("chat_lines_total", "counter", "Lines from clients.", chat.lines());
        single("chat_messages_total", "counter", "What was said to channels and users.", chat.messages());
        single("chat_deliveries_total", "counter", "Messages to clients here.", chat.deliveries());
        single("chat_refused_total", "counter", "Connections refused by limits and K-lines.", chat.refused());
        single("chat_dropped_total", "counter", "Clients ended for floods, slow reading or silence.", chat.dropped());
    }

    private void loops(List<DispatcherMetrics> dispatchers) {
        each(dispatchers, "aio_loop_actors", "gauge", "Actors on the loop.", LoopMetrics::actors);
        each(dispatchers, "aio_loop_queue_depth", "gauge", "Actors and tasks that wait.", LoopMetrics::queueDepth);
        each(dispatchers, "aio_loop_stalled", "gauge", "1 if it is held up.", loop -> loop.stalled() ? 1 : 0);
        each(dispatchers, "aio_loop_messages_total", "counter", "Messages taken up.", LoopMetrics::messages);
        each(dispatchers, "aio_loop_turns_total", "counter", "Turns.", loop -> loop.context()
                .turns());
        each(dispatchers, "aio_loop_waits_total", "counter", "Waits.", loop -> loop.context()
                .waits());
        each(dispatchers, "aio_loop_wakeups_total", "counter", "Wake-ups.", loop -> loop.context()
                .wakeUps());
        family("aio_dispatcher_stalls_total", "counter", "Actors that kept their thread for too long.");
        for (DispatcherMetrics each : dispatchers) {
            sample("aio_dispatcher_stalls_total", "dispatcher=" + quoted(each.id()), each.stalls());
        }
    }

    private interface OfLoop {
        long value(LoopMetrics loop);
    }

    private void each(List<DispatcherMetrics> dispatchers, String name, String type, String help, OfLoop figure) {
        family(name, type, help);
        for (DispatcherMetrics dispatcher : dispatchers) {
            for (LoopMetrics loop : dispatcher.loops()) {
                String labels = "dispatcher=" + quoted(dispatcher.id()) + ",loop=\"" + loop.loop() + "\"";
                sample(name, labels, figure.value(loop));
            }
        }
    }

    private interface OfGroup {
        long value(TcpMetrics.Group connections);
    }

    private void connections(TcpMetrics tcp) {
        Map<String, TcpMetrics.Group> groups = new TreeMap<>();
        tcp.listeners().forEach(each -> groups.put(Sockets.format(each.localAddress()), each.connections()));
        each(groups, "tcp_connections", "gauge", "Open connections.", TcpMetrics.Group::connections);
        each(groups, "tcp_held_bytes", "gauge", "Not handled yet, or not sent yet.", TcpMetrics.Group::heldBytes);
        each(groups, "tcp_accepted_total", "counter", "Connections so far.", TcpMetrics.Group::total);
        each(groups, "tcp_received_bytes_total", "counter", "Bytes received.", TcpMetrics.Group::receivedBytes);
        each(groups, "tcp_sent_bytes_total", "counter", "Bytes sent.", TcpMetrics.Group::sentBytes);
        each(
                groups,
                "tcp_refused_writes_total",
                "counter",
                "Writes to who reads too slowly.",
                TcpMetrics.Group::refusedWrites);
        family("tcp_flushes_total", "counter", "Sends to a connection.");
        tcp.loops().forEach((loop, sent) -> sample("tcp_flushes_total", "loop=\"" + loop + "\"", sent.flushes()));
    }

    private void each(Map<String, TcpMetrics.Group> groups, String name, String type, String help, OfGroup figure) {
        family(name, type, help);
        groups.forEach((address, group) -> sample(name, "listener=" + quoted(address), figure.value(group)));
    }

    private void single(String name, String type, String help, long value) {
        family(name, type, help);
        text.append(name).append(' ').append(value).append('\n');
    }

    private void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String labels, long value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    private static String quoted(String label) {
        return '"' + label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
