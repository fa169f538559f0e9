// SPDX-License-Identifier: Apache-2.0
package org.aioactors.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.DispatcherRegistry;
import org.aioactors.net.TcpGroup;
import org.aioactors.net.TcpRegistry;
import org.aioactors.udp.UdpGroup;
import org.aioactors.udp.UdpRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of an actor system in one registry. It hears of each dispatcher, listener and socket that comes or goes, from
 * the thread that has brought it, a loop's as a rule: so there is no timer and no look at what has not changed. Where the
 * registry refuses a meter, one line of log says so, and the loop goes on.
 */
final class BoundMeters implements AutoCloseable {
    /** For what TCP does on a loop, beside what the loop does. */
    private record TcpOfLoop(AioLoop loop) {}

    private static final Logger LOG = LoggerFactory.getLogger(AioMetrics.class);

    private final MeterRegistry registry;
    private final Tags tags;
    private final DispatcherRegistry dispatchers;
    private final TcpRegistry tcp;
    private final UdpRegistry udp;

    private final Consumer<AioDispatcher> onDispatcher = this::add;
    private final Runnable onTcp = this::updateTcp;
    private final UdpRegistry.Listener onUdp = new UdpRegistry.Listener() {
        @Override
        public void added(UdpGroup group) {
            addSocket(group);
        }

        @Override
        public void loopAdded(AioLoop loop, UdpGroup group) {
            addUdpLoop(loop, group);
        }

        @Override
        public void removed(UdpGroup group) {
            remove(group);
        }
    };

    /** By what they are about. Guarded by this. */
    private final Map<Object, MeterSet<?>> sets = new HashMap<>();

    /** Whether the log has it. Guarded by this. */
    private boolean refused;

    /** Guarded by this. */
    private boolean closed;

    BoundMeters(MeterRegistry registry, Tags tags, DispatcherRegistry dispatchers, TcpRegistry tcp, UdpRegistry udp) {
        this.registry = registry;
        this.tags = tags;
        this.dispatchers = dispatchers;
        this.tcp = tcp;
        this.udp = udp;
    }

    /** From here on they are there. */
    void open() {
        dispatchers.listen(onDispatcher);
        tcp.listen(onTcp);
        udp.listen(onUdp);
    }

    private synchronized void add(AioDispatcher dispatcher) {
        add(dispatcher, dispatcher, Tags.of("dispatcher", dispatcher.id()), Meters::ofDispatcher);
        for (AioLoop loop : dispatcher.loops()) {
            add(loop, loop, place(loop), Meters::ofLoop);
        }
    }

    /** Adds what is there now, and nothing else: so it does not matter which of two changes is heard of first. */
    private synchronized void updateTcp() {
        List<TcpGroup> listeners = tcp.listeners();
        TcpGroup outgoing = tcp.outgoing();
        for (Object each : List.copyOf(sets.keySet())) {
            if (each instanceof TcpGroup group && group != outgoing && !listeners.contains(group)) {
                remove(group);
            }
        }
        for (TcpGroup group : listeners) {
            addTcp(group);
        }
        if (outgoing != null) {
            addTcp(outgoing);
        }
        for (AioLoop loop : tcp.loops()) {
            add(new TcpOfLoop(loop), loop, place(loop), set -> Meters.ofTcpLoop(set, tcp));
        }
    }

    /** Unless it is there. Under the lock. */
    private void addTcp(TcpGroup group) {
        add(group, group, Tags.of("listener", group.toString()), Meters::ofTcp);
    }

    /** Of two changes either may be heard of first, so one that is gone already does not come. */
    private synchronized void addSocket(UdpGroup group) {
        if (udp.isConnected(group) || udp.contains(group)) {
            add(group, group, Tags.of("socket", group.toString()), set -> Meters.ofUdp(set, "aio.udp"));
        }
    }

    private synchronized void addUdpLoop(AioLoop loop, UdpGroup group) {
        add(group, group, place(loop), set -> Meters.ofUdp(set, "aio.udp.loop"));
    }

    private static Tags place(AioLoop loop) {
        return Tags.of("dispatcher", loop.dispatcherId(), "loop", Integer.toString(loop.number()));
    }

    /** Unless they are there, or all are gone. Under the lock. */
    private <T> void add(Object key, T thing, Tags own, Consumer<MeterSet<T>> fill) {
        if (closed || sets.containsKey(key)) {
            return;
        }
        MeterSet<T> set = new MeterSet<>(registry, tags.and(own), thing);
        sets.put(key, set);
        try {
            fill.accept(set);
        } catch (RuntimeException e) {
            if (!refused) {
                LOG.warn("{} refuses meters of {}: {}", registry, thing, e.toString());
            }
            refused = true;
        }
    }

    private synchronized void remove(Object key) {
        MeterSet<?> set = sets.remove(key);
        if (set != null) {
            set.remove();
        }
    }

    /** They are gone, and none comes any more. */
    @Override
    public synchronized void close() {
        closed = true;
        dispatchers.stopListening(onDispatcher);
        tcp.stopListening(onTcp);
        udp.stopListening(onUdp);
        sets.values().forEach(MeterSet::remove);
        sets.clear();
    }
}
