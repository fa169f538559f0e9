// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import akka.actor.DeadLetterSuppression;
import akka.actor.typed.ActorRef;
import java.util.concurrent.atomic.AtomicInteger;

/** How often a signal has come that a manager has not dealt with: it is told once, however often that is. Any thread. */
final class Arrivals implements Runnable, DeadLetterSuppression {
    private final Signal signal;
    private final ActorRef<Object> manager;
    private final AtomicInteger count = new AtomicInteger();

    Arrivals(Signal signal, ActorRef<Object> manager) {
        this.signal = signal;
        this.manager = manager;
    }

    Signal signal() {
        return signal;
    }

    /** The signal has come. */
    @Override
    public void run() {
        if (count.getAndIncrement() == 0) {
            manager.tell(this);
        }
    }

    /** How often since the last time. The manager. */
    int take() {
        return count.getAndSet(0);
    }
}
