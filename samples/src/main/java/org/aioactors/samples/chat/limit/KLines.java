// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.aioactors.samples.chat.file.OffLoop;
import org.jspecify.annotations.Nullable;

/**
 * The K-lines of a server, which it keeps in a file. Who subscribes has them all at once and after each change, so that loops
 * compare users with their own copy, and ask nobody.
 */
public final class KLines extends AbstractBehavior<KLines.Command> {
    /** To the K-lines. */
    public sealed interface Command {}

    /** Has an actor told of them, now and when they have changed; until it stops. */
    public record Subscribe(ActorRef<? super KLineList> subscriber) implements Command {}

    /** Adds one, in place of one with the same mask. Answered by {@link Kept} or {@link Failed}. */
    public record Add(KLine line, ActorRef<? super Answer> replyTo) implements Command {}

    /** Takes one away. Answered by {@link Kept} or {@link Failed}. */
    public record Remove(String mask, ActorRef<? super Answer> replyTo) implements Command {}

    /** Reads the file again; all subscribers are told. Answered by {@link Kept} or {@link Failed}. */
    public record Reload(ActorRef<? super Answer> replyTo) implements Command {}

    /** To who asks for a change. */
    public sealed interface Answer {}

    /**
     * That is in the file now.
     *
     * @param changed false if there was no such K-line to take away
     */
    public record Kept(boolean changed) implements Answer {}

    /** The file can't be used, and what was in force stays so; the reason is for a person. */
    public record Failed(String reason) implements Answer {}

    private record JobEnded(OffLoop.Ended ended) implements Command {}

    private static final int MAX_WAITING = 32;

    private final OffLoop<Command> offLoop;

    /** Used by one job at a time. */
    private final KLineFile file;

    private final Set<ActorRef<? super KLineList>> subscribers = new LinkedHashSet<>();
    private KLineList lines = KLineList.EMPTY;

    private KLines(ActorContext<Command> context, @Nullable Path path) {
        super(context);
        offLoop = new OffLoop<>(context, JobEnded::new, MAX_WAITING);
        file = new KLineFile(path);
        change(file::reload, context.getSystem().ignoreRef());
    }

    /**
     * The behavior; any dispatcher.
     *
     * @param path of the file, which need not be there yet; null for K-lines that last as long as the server runs
     */
    public static Behavior<Command> create(@Nullable Path path) {
        return Behaviors.setup(context -> new KLines(context, path));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Subscribe.class, message -> {
                    getContext().watch(message.subscriber());
                    subscribers.add(message.subscriber());
                    message.subscriber().tell(lines);
                    return this;
                })
                .onMessage(Add.class, message -> change(() -> file.add(message.line()), message.replyTo()))
                .onMessage(Remove.class, message -> change(() -> file.remove(message.mask()), message.replyTo()))
                .onMessage(Reload.class, message -> change(file::reload, message.replyTo()))
                .onMessage(JobEnded.class, message -> {
                    offLoop.onEnded(message.ended());
                    return this;
                })
                .onSignal(Terminated.class, end -> {
                    subscribers.remove(end.getRef());
                    return this;
                })
                .build();
    }

    private Behavior<Command> change(Callable<KLineFile.Change> job, ActorRef<? super Answer> replyTo) {
        boolean accepted = offLoop.submit(job, outcome -> ended(outcome, replyTo));
        if (!accepted) {
            replyTo.tell(new Failed("too many changes at a time"));
        }
        return this;
    }

    private void ended(OffLoop.Outcome<KLineFile.Change> outcome, ActorRef<? super Answer> replyTo) {
        KLineFile.Change change = outcome.result();
        if (change == null) {
            String reason = "the K-lines can't be used: " + outcome.failure();
            getContext().getLog().error(reason);
            replyTo.tell(new Failed(reason));
            return;
        }
        lines = change.lines();
        subscribers.forEach(subscriber -> subscriber.tell(lines));
        replyTo.tell(new Kept(change.changed()));
    }
}
