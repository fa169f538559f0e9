// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import akka.actor.ActorIdentity;
import akka.actor.Identify;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import org.aioactors.dispatcher.MailboxOwner;
import org.jspecify.annotations.Nullable;

/**
 * Tells an actor, of any dispatcher, and knows how much of that it has not handled yet: its mailbox is asked, by a question
 * that stands there behind what was told, see {@link MailboxOwner}. Who reads an fd stops while the credit is {@linkplain
 * #isExhausted exhausted}, so that a slow actor has a bounded number of messages, and what is not read is the kernel's. For
 * the actor that tells; its loop's thread only.
 *
 * <p>A ref that has no mailbox that we know of, such as that of a stage of a stream, counts as quick.
 *
 * @param <E> what is told
 */
public final class MailboxCredit<E> {
    /** How many questions are on their way while the credit lasts. */
    private static final int QUESTIONS = 4;

    private final ActorRef<? super E> listener;
    private final akka.actor.@Nullable ActorRef mailbox;
    private final akka.actor.ActorRef self;
    private final int most;
    private long told;
    private long asked;
    private long handled;
    private boolean exhausted;

    /**
     * A credit of so many messages.
     *
     * @param listener who is told
     * @param context of the actor that tells; it passes each {@link ActorIdentity} that it gets to {@link #answered}
     * @param most how many unhandled messages use it up
     */
    public MailboxCredit(ActorRef<? super E> listener, ActorContext<?> context, int most) {
        this.listener = listener;
        this.mailbox = MailboxOwner.of(listener);
        this.self = Adapter.toClassic(context.getSelf());
        this.most = most;
    }

    /** Tells it, also beyond the credit. */
    public void tell(E event) {
        listener.tell(event);
        told++;
        exhausted |= told - handled >= most;
        if (exhausted || told - asked >= most / QUESTIONS) {
            ask();
        }
    }

    private void ask() {
        if (mailbox == null) {
            asked = told;
            handled = told;
            exhausted = false;
        } else if (asked <= handled || told - asked >= most / QUESTIONS) {
            asked = told;
            mailbox.tell(new Identify(told), self);
        }
    }

    /** Whether so much is unhandled that no more should be told, until {@link #answered} gives back half of it. */
    public boolean isExhausted() {
        return exhausted;
    }

    /** An answer to a question has come; returns whether the credit is not exhausted, or no more. */
    public boolean answered(ActorIdentity answer) {
        if (answer.correlationId() instanceof Long mark) {
            handled = Math.max(handled, mark);
            exhausted &= told - handled > most / 2;
            if (exhausted) {
                ask();
            }
        }
        return !exhausted;
    }
}
