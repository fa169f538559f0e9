// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import akka.actor.ActorIdentity;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The actor that takes {@link Signals.Command}: knows who watches what. */
final class SignalManager {
    /** A handler has stopped. */
    private record Gone(ActorRef<?> handler) {}

    /** A signal that somebody watches. */
    private record Watched(Arrivals arrivals, Map<ActorRef<?>, Watcher> watchers) {}

    private final ActorContext<Object> context;
    private final SharedSignals signals;
    private final Map<Signal, Watched> watched = new HashMap<>();

    /** Those in it, by what they are asked with. */
    private final Map<Object, Watcher> byMark = new HashMap<>();

    private long marks;

    private SignalManager(ActorContext<Object> context, SharedSignals signals) {
        this.context = context;
        this.signals = signals;
    }

    /** The behavior of a manager, of any dispatcher. */
    static Behavior<Signals.Command> create(SharedSignals signals) {
        return Behaviors.<Object>setup(context -> {
                    SignalManager manager = new SignalManager(context, signals);
                    return Behaviors.receive(Object.class)
                            .onMessage(Signals.Watch.class, manager::onWatch)
                            .onMessage(Signals.Unwatch.class, manager::onUnwatch)
                            .onMessage(Arrivals.class, manager::onArrivals)
                            .onMessage(ActorIdentity.class, manager::onHandled)
                            .onMessage(Gone.class, manager::onGone)
                            .onSignal(PostStop.class, stop -> manager.onStop())
                            .build();
                })
                .narrow();
    }

    private Behavior<Object> onWatch(Signals.Watch watch) {
        Signal signal = watch.signal();
        Watched present = watched.get(signal);
        if (present == null) {
            Arrivals arrivals = new Arrivals(signal, context.getSelf());
            try {
                signals.add(signal, arrivals);
            } catch (SignalRefusedException refused) {
                watch.handler().tell(new Signals.Refused(signal, refused.reason()));
                return Behaviors.same();
            }
            present = new Watched(arrivals, new LinkedHashMap<>());
            watched.put(signal, present);
        }
        if (!isWatching(watch.handler())) {
            context.watchWith(watch.handler(), new Gone(watch.handler()));
        }
        present.watchers.computeIfAbsent(watch.handler(), absent -> newWatcher(watch));
        watch.handler().tell(new Signals.Watching(signal));
        return Behaviors.same();
    }

    private Watcher newWatcher(Signals.Watch watch) {
        long mark = ++marks;
        Watcher watcher = new Watcher(watch.signal(), watch.handler(), mark, Adapter.toClassic(context.getSelf()));
        byMark.put(mark, watcher);
        return watcher;
    }

    private boolean isWatching(ActorRef<?> handler) {
        return watched.values().stream().anyMatch(each -> each.watchers.containsKey(handler));
    }

    private Behavior<Object> onUnwatch(Signals.Unwatch unwatch) {
        if (isWatching(unwatch.handler())) {
            remove(unwatch.signal(), unwatch.handler());
            if (!isWatching(unwatch.handler())) {
                context.unwatch(unwatch.handler());
            }
        }
        return Behaviors.same();
    }

    private Behavior<Object> onGone(Gone gone) {
        for (Signal signal : watched.keySet().toArray(Signal[]::new)) {
            remove(signal, gone.handler);
        }
        return Behaviors.same();
    }

    private void remove(Signal signal, ActorRef<?> handler) {
        Watched present = watched.get(signal);
        Watcher removed = present == null ? null : present.watchers.remove(handler);
        if (present != null && removed != null) {
            byMark.remove(removed.mark());
            if (present.watchers.isEmpty()) {
                watched.remove(signal);
                signals.remove(signal, present.arrivals);
            }
        }
    }

    private Behavior<Object> onArrivals(Arrivals arrivals) {
        int count = arrivals.take();
        Watched present = watched.get(arrivals.signal());
        if (present != null && present.arrivals == arrivals) {
            present.watchers.values().forEach(watcher -> watcher.raised(count));
        }
        return Behaviors.same();
    }

    private Behavior<Object> onHandled(ActorIdentity answer) {
        Watcher watcher = byMark.get(answer.correlationId());
        if (watcher != null) {
            watcher.handled();
        }
        return Behaviors.same();
    }

    private Behavior<Object> onStop() {
        watched.forEach((signal, each) -> signals.remove(signal, each.arrivals));
        watched.clear();
        return Behaviors.same();
    }
}
