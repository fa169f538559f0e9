// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import akka.actor.ActorSystem;
import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.internal.InternalRecipientRef;
import akka.actor.typed.internal.adapter.ActorContextAdapter;
import akka.actor.typed.internal.adapter.ActorRefAdapter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;
import scala.util.Failure;
import scala.util.Try;

/**
 * A request that waits for its answer: what the asking actor knows of it. As a function it makes the actor's message of the
 * result.
 *
 * @param <A> the answer
 * @param <T> the messages of the actor that asks
 */
final class PendingAsk<A, T> implements Function1<Try<Object>, T> {
    private final Class<A> answerType;
    private final BiFunction<@Nullable A, @Nullable Throwable, T> toMessage;

    /** Null until the request has been sent. */
    private @Nullable Cancellable timeout;

    private PendingAsk(Class<A> answerType, BiFunction<@Nullable A, @Nullable Throwable, T> toMessage) {
        this.answerType = answerType;
        this.toMessage = toMessage;
    }

    /**
     * Sends a request; see {@link AioAsk#ask}. The actor.
     *
     * @param timeoutNs above 0
     */
    static <T, Q, A> void ask(
            ActorContextAdapter<T> context,
            InternalRecipientRef<Q> target,
            Class<A> answerType,
            long timeoutNs,
            Function<ActorRef<A>, Q> createRequest,
            BiFunction<@Nullable A, @Nullable Throwable, T> toMessage) {
        context.checkCurrentActorThread();
        PendingAsk<A, T> pending = new PendingAsk<>(answerType, toMessage);
        AnswerPromise answer = new AnswerPromise(context.getSelf(), pending, target);
        Q request = createRequest.apply(ActorRefAdapter.apply(answer.replyTo()));
        target.tell(request);
        // Not before that: whoever answers need not wait for it, and what he tells is heard after this.
        Class<?> requestType = request.getClass();
        pending.timeout = schedule(
                context.classicActorContext().system(),
                timeoutNs,
                () -> answer.tryComplete(tooLate(requestType, target, timeoutNs)));
    }

    /** On the thread of the timer, and so on no loop that an actor may hold up: all that it does is to tell. */
    private static Cancellable schedule(ActorSystem system, long afterNs, Runnable task) {
        return system.scheduler()
                .scheduleOnce(
                        FiniteDuration.create(afterNs, TimeUnit.NANOSECONDS),
                        task,
                        ExecutionContext.parasitic$.MODULE$);
    }

    private static Try<Object> tooLate(Class<?> request, Object target, long afterNs) {
        return new Failure<>(new TimeoutException("no answer from " + target + " to " + request.getName() + " within "
                + TimeUnit.NANOSECONDS.toMillis(afterNs) + " ms: it was lost, was not understood, or takes longer"));
    }

    /** The actor has received the result. The actor. */
    @Override
    public T apply(Try<Object> result) {
        if (timeout != null) {
            timeout.cancel();
        }
        return message(result, answerType, toMessage);
    }

    /**
     * Makes the actor's message of a result. The actor.
     *
     * @throws ClassCastException if somebody has answered with something else; the actor fails
     */
    static <A, T> T message(
            Try<?> result, Class<A> answerType, BiFunction<@Nullable A, @Nullable Throwable, T> toMessage) {
        return result.isSuccess()
                ? toMessage.apply(answerType.cast(result.get()), null)
                : toMessage.apply(null, result.failed().get());
    }
}
