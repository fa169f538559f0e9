// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * Whose connections there are in an actor system: its listeners while they live, and all that are outgoing. Any thread;
 * reading does not block.
 */
public final class TcpRegistry {
    private final List<TcpGroup> listeners = new CopyOnWriteArrayList<>();
    private final Names names = new Names();

    private final Map<AioLoop, FlushCounts> flushes = new ConcurrentHashMap<>();

    /** Written once, when the manager is spawned; null before. */
    private volatile @Nullable TcpGroup outgoing;

    /** Added to by whoever wants to know; run by those that come and go, after they have. */
    private final List<Runnable> onChange = new CopyOnWriteArrayList<>();

    TcpRegistry() {}

    /** A listener lives. */
    TcpGroup add(SocketAddress address, ListenerLimits limits) {
        TcpGroup listener = TcpGroup.listener(names.take(Sockets.format(address)), address, limits);
        listeners.add(listener);
        changed();
        return listener;
    }

    /** Its name is free once nobody finds the listener any more, so that no two have the same in {@link #listeners}. */
    void remove(TcpGroup listener) {
        if (listeners.remove(listener)) {
            names.free(listener.toString());
        }
        changed();
    }

    void setOutgoing(TcpGroup group) {
        outgoing = group;
        changed();
    }

    private void changed() {
        onChange.forEach(Runnable::run);
    }

    /** The counters of a loop, the same at each call. */
    FlushCounts flushes(AioLoop loop) {
        FlushCounts fresh = new FlushCounts();
        FlushCounts before = flushes.putIfAbsent(loop, fresh);
        if (before != null) {
            return before;
        }
        changed();
        return fresh;
    }

    /** The loops that have or had a connection. */
    public Set<AioLoop> loops() {
        return Set.copyOf(flushes.keySet());
    }

    /** The figures of one of {@link #loops}. */
    public TcpMetrics.Loop metrics(AioLoop loop) {
        FlushCounts counts = flushes(loop);
        return new TcpMetrics.Loop(counts.flushes.get(), counts.turns.get());
    }

    /** The listeners, in the order in which they came. */
    public List<TcpGroup> listeners() {
        return List.copyOf(listeners);
    }

    /** The outgoing connections; null as long as nobody has asked for {@link TcpExtension#manager}. */
    public @Nullable TcpGroup outgoing() {
        return outgoing;
    }

    /**
     * Has {@code action} run at once, and after each change of {@link #listeners}, {@link #outgoing} or {@link #loops} by the
     * thread that has made it.
     */
    public void listen(Runnable action) {
        onChange.add(action);
        action.run();
    }

    /** Forgets the action. */
    public void stopListening(Runnable action) {
        onChange.remove(action);
    }

    /** All figures. */
    public TcpMetrics metrics() {
        TcpGroup out = outgoing;
        Map<Integer, TcpMetrics.Loop> loops = new HashMap<>();
        flushes.keySet().forEach(loop -> loops.put(loop.number(), metrics(loop)));
        return new TcpMetrics(
                listeners.stream()
                        .map(each -> new TcpMetrics.Listener(each.address(), each.metrics()))
                        .toList(),
                out == null ? TcpMetrics.Group.EMPTY : out.metrics(),
                loops);
    }
}
