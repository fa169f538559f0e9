// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import akka.actor.ActorSystem;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The aio dispatchers of one actor system, as far as they have been looked up. Akka doesn't tell a dispatcher to which
 * system it belongs, but gives it that system's settings: they are the key.
 *
 * <p>Nothing here keeps a system: settings and dispatchers are held weakly. A listener is held strongly, so whoever
 * sets one takes it back when the system ends. All methods may be called by any thread and don't block.
 */
public final class DispatcherRegistry {
    /** Guarded by itself. */
    private static final Map<ActorSystem.Settings, DispatcherRegistry> BY_SYSTEM = new WeakHashMap<>();

    /** Guarded by this. */
    private final SortedMap<String, WeakReference<AioDispatcher>> byId = new TreeMap<>();

    /** Guarded by this. */
    private @Nullable Consumer<AioDispatcher> listener;

    private DispatcherRegistry() {}

    /** The registry of the system that has these settings, the same object at each call. */
    public static DispatcherRegistry of(ActorSystem.Settings settings) {
        synchronized (BY_SYSTEM) {
            return BY_SYSTEM.computeIfAbsent(settings, key -> new DispatcherRegistry());
        }
    }

    /** A dispatcher is in use from now on. */
    void add(AioDispatcher dispatcher) {
        Consumer<AioDispatcher> present;
        synchronized (this) {
            byId.put(dispatcher.id(), new WeakReference<>(dispatcher));
            present = listener;
        }
        if (present != null) {
            present.accept(dispatcher);
        }
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
     * Has {@code newListener} hear of all dispatchers, those so far at once and the others when they are first looked
     * up, in place of the listener before. It may hear of one twice.
     */
    public void listen(Consumer<AioDispatcher> newListener) {
        List<AioDispatcher> soFar;
        synchronized (this) {
            listener = newListener;
            soFar = new ArrayList<>(dispatchers().values());
        }
        soFar.forEach(newListener);
    }

    /** Forgets the listener. */
    public synchronized void stopListening() {
        listener = null;
    }
}
