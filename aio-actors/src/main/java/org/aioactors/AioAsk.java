// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.internal.InternalRecipientRef;
import akka.actor.typed.internal.adapter.ActorContextAdapter;
import akka.actor.typed.javadsl.ActorContext;
import akka.pattern.StatusReply;
import akka.util.Timeout;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * {@link ActorContext#ask} whose answer comes to the actor without a thread or a future in between: to whoever answers it
 * is a {@code tell}. Akka's own, in its Java API, hands each answer over through the common pool of the JVM, which on
 * machines with two processors starts a thread for each.
 *
 * <pre>{@code
 * AioAsk.ask(context, Balance.class, account, Duration.ofSeconds(3), GetBalance::new,
 *         (balance, failure) -> failure == null ? new Known(balance) : new Unknown(failure));
 * }</pre>
 *
 * <p>The arguments and what becomes of them are those of Akka's methods. They work on any dispatcher. To be called by the
 * actor itself; nothing blocks.
 */
public final class AioAsk {
    private AioAsk() {}

    /**
     * Sends a request and has the answer sent to the actor.
     *
     * @param answerType what the answer is; one of another type fails the actor, with a {@link ClassCastException}
     * @param timeout how long to wait for the answer; then there is a {@link java.util.concurrent.TimeoutException}
     * @param createRequest makes the request; its argument is where the answer is to go
     * @param toMessage makes the actor's own message of the answer or the failure, of which one is null; called in the
     *     actor, so it may use what is the actor's
     * @throws UnsupportedOperationException if the caller is not the actor
     */
    public static <T, Q, A> void ask(
            ActorContext<T> context,
            Class<A> answerType,
            RecipientRef<Q> target,
            Duration timeout,
            Function<ActorRef<A>, Q> createRequest,
            BiFunction<@Nullable A, @Nullable Throwable, T> toMessage) {
        if (context instanceof ActorContextAdapter<T> adapter
                && target instanceof InternalRecipientRef<Q> recipient
                && !recipient.isTerminated()
                && timeout.compareTo(Duration.ZERO) > 0) {
            PendingAsk.ask(adapter, recipient, answerType, timeout.toNanos(), createRequest, toMessage);
        } else {
            // In a test kit, and where nothing is to be sent but a failure to be told.
            context.asScala()
                    .ask(
                            target,
                            createRequest::apply,
                            answer -> PendingAsk.message(answer, answerType, toMessage),
                            Timeout.create(timeout),
                            ClassTag.apply(answerType));
        }
    }

    /**
     * The same for answers that say whether they are one: an error in a {@link StatusReply} is a failure.
     *
     * @param answerType what the {@link StatusReply} holds; see {@link #ask}
     * @param timeout see {@link #ask}
     * @param createRequest see {@link #ask}
     * @param toMessage see {@link #ask}
     */
    public static <T, Q, A> void askWithStatus(
            ActorContext<T> context,
            Class<A> answerType,
            RecipientRef<Q> target,
            Duration timeout,
            Function<ActorRef<StatusReply<A>>, Q> createRequest,
            BiFunction<@Nullable A, @Nullable Throwable, T> toMessage) {
        ask(context, statusType(), target, timeout, createRequest, (status, failure) -> {
            if (status == null) {
                return toMessage.apply(null, failure);
            }
            return status.isSuccess()
                    ? toMessage.apply(answerType.cast(status.getValue()), null)
                    : toMessage.apply(null, status.getError());
        });
    }

    @SuppressWarnings("unchecked") // a class knows nothing of its type arguments
    private static <A> Class<StatusReply<A>> statusType() {
        return (Class<StatusReply<A>>) (Class<?>) StatusReply.class;
    }
}
