// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.ActorSystem;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The aio dispatchers of one actor system, as far as they have been looked up. Akka doesn't tell a dispatcher to which
 * system it belongs, but gives it that system's settings: they are the key.
 *
 * <p>Nothing here keeps a system: settings and dispatchers are held weakly. Listeners are held strongly, so whoever
 * adds one takes it back when the system ends. All methods may be called by any thread and don't block.
 */
public final class DispatcherRegistry {
    /** Guarded by itself. */
    private static final Map<ActorSystem.Settings, DispatcherRegistry> BY_SYSTEM = new WeakHashMap<>();

    /** Guarded by this. */
    private final SortedMap<String, WeakReference<AioDispatcher>> byId = new TreeMap<>();

    private final List<Consumer<AioDispatcher>> listeners = new CopyOnWriteArrayList<>();

    private DispatcherRegistry() {}

    /** The registry of the system that has these settings, the same object at each call. */
    public static DispatcherRegistry of(ActorSystem.Settings settings) {
        synchronized (BY_SYSTEM) {
            return BY_SYSTEM.computeIfAbsent(settings, key -> new DispatcherRegistry());
        }
    }

    /** A dispatcher is in use from now on. */
    void add(AioDispatcher dispatcher) {
        synchronized (this) {
            byId.put(dispatcher.id(), new WeakReference<>(dispatcher));
        }
        listeners.forEach(each -> each.accept(dispatcher));
    }

    /** The dispatchers so far, by id. */
    public synchronized SortedMap<String, AioDispatcher> dispatchers() {
        SortedMap<String, AioDispatcher> dispatchers = new TreeMap<>();
        byId.forEach((id, reference) -> {
            AioDispatcher dispatcher = reference.get();
            if (dispatcher != null) {
                dispatchers.put(id, dispatcher);
            }
        });
        return Collections.unmodifiableSortedMap(dispatchers);
    }

    /**
     * Has {@code listener} hear of all dispatchers, those so far at once and the others when they are first looked up. It
     * may hear of one twice.
     */
    public void listen(Consumer<AioDispatcher> listener) {
        listeners.add(listener);
        dispatchers().values().forEach(listener);
    }

    /** Forgets the listener. */
    public void stopListening(Consumer<AioDispatcher> listener) {
        listeners.remove(listener);
    }
}
