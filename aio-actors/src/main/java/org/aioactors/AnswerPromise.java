// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.internal.AdaptMessage;
import akka.actor.typed.internal.InternalRecipientRef;
import akka.pattern.PromiseActorRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.concurrent.Future;
import scala.concurrent.Promise;
import scala.util.Try;

/**
 * Where an answer goes: what of a {@link PendingAsk} other threads touch, and no more, for it moves between processors.
 *
 * <p>The reference is the one of Akka's own asks: it has a path only if somebody wants that, can be watched, and told from
 * another machine. It completes this as its promise, and that tells the actor: there is no future in between, with callbacks
 * for the answering thread to run first.
 */
final class AnswerPromise implements Promise<Object> {
    private static final VarHandle RESULT;

    static {
        try {
            RESULT = MethodHandles.lookup().findVarHandle(AnswerPromise.class, "result", Try.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ActorRef<Object> asker;
    private final Function1<Try<Object>, ?> adapter;
    private final PromiseActorRef replyTo;

    /** The answer or the failure, by whichever comes first: the answering thread or that of the timeout. */
    private volatile @Nullable Try<Object> result;

    /**
     * A promise to tell an actor.
     *
     * @param adapter makes the actor's message of the result; called in the actor
     */
    AnswerPromise(ActorRef<?> asker, Function1<Try<Object>, ?> adapter, InternalRecipientRef<?> target) {
        this.asker = asker.unsafeUpcast();
        this.adapter = adapter;
        replyTo = new PromiseActorRef(target.provider(), this, "unknown", target.refPrefix());
    }

    /** Who answers tells this. */
    PromiseActorRef replyTo() {
        return replyTo;
    }

    /** For Akka, and for the timeout: the first result counts. Any thread. */
    @Override
    public boolean tryComplete(Try<Object> found) {
        if (!RESULT.compareAndSet(this, (Try<Object>) null, found)) {
            return false;
        }
        asker.tell(new AdaptMessage<>(found, adapter));
        replyTo.stop(); // after the telling, which somebody waits for
        return true;
    }

    @Override
    public boolean isCompleted() {
        return result != null;
    }

    /** There is none, and Akka does not ask for it. */
    @Override
    public Future<Object> future() {
        throw new UnsupportedOperationException("the answer goes to " + asker + " and nowhere else");
    }
}
