// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;

/**
 * Records a {@link ServerLoadEvent} of a server at the event's period, as long as there is a recording; else it does nothing. Any
 * thread makes and closes it; JFR's own thread has it record.
 */
public final class ServerRecorder implements AutoCloseable {
    private static final double NS_A_SECOND = 1e9;

    private final String server;
    private final Supplier<ChatFigures> figures;
    private final Runnable hook = this::emit;

    /** Those of the event before. */
    private ChatFigures before;

    private long beforeNs = System.nanoTime();

    /** Begins. */
    public ServerRecorder(String server, Supplier<ChatFigures> figures) {
        this.server = server;
        this.figures = figures;
        this.before = figures.get();
        FlightRecorder.addPeriodicEvent(ServerLoadEvent.class, hook);
    }

    private synchronized void emit() {
        ChatFigures now = figures.get();
        long nowNs = System.nanoTime();
        double seconds = Math.max(1, nowNs - beforeNs) / NS_A_SECOND;
        ServerLoadEvent event = new ServerLoadEvent();
        event.server = server;
        event.users = now.users();
        event.connections = now.users() + now.registering();
        event.channels = now.channels();
        event.messagesPerSecond = (now.messages() - before.messages()) / seconds;
        event.deliveriesPerSecond = (now.deliveries() - before.deliveries()) / seconds;
        event.commit();
        before = now;
        beforeNs = nowNs;
    }

    /** Ends; idempotent. */
    @Override
    public void close() {
        FlightRecorder.removePeriodicEvent(hook);
    }
}
