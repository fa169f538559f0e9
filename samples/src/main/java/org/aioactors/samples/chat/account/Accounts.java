// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.net.InetAddress;
import java.nio.file.Path;
import org.aioactors.samples.chat.file.OffLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of a server: who somebody is, and who gets an account. Checking a password takes some tenths of a second of a
 * processor, so this is done on Akka's dispatcher for what blocks, one after the other, whatever comes in: the loops go on, and
 * at most one processor is busy with it. At most so many wait, and an address has so many tries; the others are told.
 */
public final class Accounts extends AbstractBehavior<Accounts.Command> {
    /** To the accounts. */
    public sealed interface Command {}

    /**
     * Who asks.
     *
     * @param address where they come from
     * @param request comes back in the answer
     */
    public record Asker(InetAddress address, long request, ActorRef<? super AccountAnswer> replyTo) {}

    /** Answered by {@link AccountAnswer.LoggedIn}, {@link AccountAnswer.Denied} or {@link AccountAnswer.NotNow}. */
    public record LogIn(Asker asker, Credentials credentials) implements Command {}

    /**
     * Answered by {@link AccountAnswer.Registered}, {@link AccountAnswer.Refused} or {@link AccountAnswer.NotNow}.
     *
     * @param account a valid nickname
     * @param fingerprint of their certificate, which may log in from then on; or null
     */
    public record Register(
            Asker asker,
            String account,
            String password,
            @Nullable String fingerprint) implements Command {
        /** Without the password: it may end up in a log. */
        @Override
        public String toString() {
            return "Register[" + account + "]";
        }
    }

    /** Other rules from now on. */
    public record Configure(AccountRules rules) implements Command {}

    private record JobEnded(OffLoop.Ended ended) implements Command {}

    private static final int MAX_WAITING = 32;

    private static final Logger LOG = LoggerFactory.getLogger("chat");

    private final OffLoop<Command> offLoop;

    /** What blocks. Used by one job at a time. */
    private final AccountDesk desk;

    private final AttemptLimit attempts = new AttemptLimit();
    private AccountRules rules;

    private Accounts(ActorContext<Command> context, @Nullable Path file, AccountRules rules) {
        super(context);
        this.offLoop = new OffLoop<>(context, JobEnded::new, MAX_WAITING);
        this.desk = new AccountDesk(file);
        this.rules = rules;
    }

    /**
     * The behavior; any dispatcher.
     *
     * @param file which need not be there yet; null for no accounts, so that only {@link Credentials.Known} are checked
     */
    public static Behavior<Command> create(@Nullable Path file, AccountRules rules) {
        return Behaviors.setup(context -> new Accounts(context, file, rules));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(JobEnded.class, message -> {
                    offLoop.onEnded(message.ended());
                    return this;
                })
                .onMessage(LogIn.class, ask -> attempt(ask.asker(), now -> desk.logIn(ask, now)))
                .onMessage(Register.class, ask -> attempt(ask.asker(), now -> desk.register(ask, now)))
                .onMessage(Configure.class, change -> {
                    rules = change.rules();
                    return this;
                })
                .build();
    }

    /** What the desk does, by the rules of now; may throw what reading and writing files throws. */
    private interface Job {
        AccountAnswer answer(AccountRules rules) throws Exception;
    }

    private Behavior<Command> attempt(Asker asker, Job job) {
        AccountRules now = rules;
        if (!attempts.take(asker.address(), now.attempts(), System.nanoTime())) {
            return notNow(asker, "Too many attempts from your address; try again later");
        }
        boolean accepted = offLoop.submit(() -> job.answer(now), outcome -> ended(asker, outcome));
        return accepted ? this : notNow(asker, "Too many are logging in just now; try again later");
    }

    private void ended(Asker asker, OffLoop.Outcome<AccountAnswer> outcome) {
        AccountAnswer answer = outcome.result() != null ? outcome.result() : failed(asker, outcome.failure());
        if (answer instanceof AccountAnswer.LoggedIn) {
            attempts.giveBack(asker.address(), rules.attempts());
        }
        asker.replyTo().tell(answer);
    }

    private AccountAnswer failed(Asker asker, @Nullable Throwable failure) {
        LOG.error("the accounts can't be used: {}", String.valueOf(failure));
        return new AccountAnswer.NotNow(asker.request(), "The accounts can't be used just now; try again later");
    }

    private Behavior<Command> notNow(Asker asker, String text) {
        asker.replyTo().tell(new AccountAnswer.NotNow(asker.request(), text));
        return this;
    }
}
