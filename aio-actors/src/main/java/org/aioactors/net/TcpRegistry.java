// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/**
 * Whose connections there are in an actor system: its listeners while they live, and all that are outgoing. Any thread;
 * reading does not block.
 */
public final class TcpRegistry {
    private final List<TcpGroup> listeners = new CopyOnWriteArrayList<>();

    private final Map<AioLoop, FlushCounts> flushes = new ConcurrentHashMap<>();

    /** Written once, when the manager is spawned; null before. */
    private volatile @Nullable TcpGroup outgoing;

    /** Written by whoever wants to know; read by those that come and go, after they have. Null if nobody does. */
    private volatile @Nullable Runnable onChange;

    TcpRegistry() {}

    void add(TcpGroup listener) {
        listeners.add(listener);
        changed();
    }

    void remove(TcpGroup listener) {
        listeners.remove(listener);
        changed();
    }

    void setOutgoing(TcpGroup group) {
        outgoing = group;
        changed();
    }

    private void changed() {
        Runnable present = onChange;
        if (present != null) {
            present.run();
        }
    }

    /** The counters of a loop, the same at each call. */
    FlushCounts flushes(AioLoop loop) {
        return flushes.computeIfAbsent(loop, each -> new FlushCounts());
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
     * Has {@code action} run at once, and after each change of {@link #listeners} or {@link #outgoing} by the thread that has
     * made it, in place of the action before.
     */
    public void listen(Runnable action) {
        onChange = action;
        action.run();
    }

    /** Forgets the action. */
    public void stopListening() {
        onChange = null;
    }

    /** All figures. */
    public TcpMetrics metrics() {
        TcpGroup out = outgoing;
        Map<Integer, TcpMetrics.Loop> loops = new HashMap<>();
        flushes.forEach((loop, counts) ->
                loops.put(loop.number(), new TcpMetrics.Loop(counts.flushes.get(), counts.turns.get())));
        return new TcpMetrics(
                listeners.stream()
                        .map(each -> new TcpMetrics.Listener(each.address(), each.metrics()))
                        .toList(),
                out == null ? TcpMetrics.Group.EMPTY : out.metrics(),
                loops);
    }
}
