// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import akka.actor.ActorRef;
import akka.actor.Identify;
import org.aioactors.dispatcher.MailboxOwner;
import org.jspecify.annotations.Nullable;

/** One handler of one signal, who is told no more before he has handled what he was told. The manager only. */
final class Watcher {
    private final Signal signal;
    private final akka.actor.typed.ActorRef<? super Signals.Event> handler;
    private final long mark;
    private final ActorRef manager;

    /** Whom to ask; null if nobody would answer, and then all is told at once. */
    private final @Nullable ActorRef asked;

    private int pending;
    private boolean waiting;

    /** The mark tells it from others. */
    Watcher(Signal signal, akka.actor.typed.ActorRef<? super Signals.Event> handler, long mark, ActorRef manager) {
        this.signal = signal;
        this.handler = handler;
        this.mark = mark;
        this.manager = manager;
        this.asked = MailboxOwner.of(handler);
    }

    long mark() {
        return mark;
    }

    /** The signal has come so often. */
    void raised(int count) {
        pending += count;
        if (!waiting) {
            tell();
        }
    }

    /** He has handled what he was told: the answer to {@link Identify} with its mark. */
    void handled() {
        waiting = false;
        if (pending > 0) {
            tell();
        }
    }

    private void tell() {
        handler.tell(new Signals.Raised(signal, pending));
        pending = 0;
        if (asked != null) {
            waiting = true;
            asked.tell(new Identify(mark), manager);
        }
    }
}
