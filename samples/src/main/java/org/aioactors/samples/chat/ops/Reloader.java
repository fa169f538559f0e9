// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.aioactors.Aio;
import org.aioactors.os.directory.DirectoryWatch;
import org.aioactors.os.signal.Signal;
import org.aioactors.os.signal.Signals;
import org.aioactors.samples.chat.file.OffLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again when its file changes, at {@code kill -HUP}, and when an operator says {@code REHASH}. What
 * can't be read, or is wrong, changes nothing. The certificate is read again as well.
 */
public final class Reloader extends AbstractBehavior<Reloader.Command> {
    /** To the reloader. */
    public sealed interface Command {}

    /** An operator wants it. Answered by {@link Rehashed} or {@link Kept}. */
    public record Rehash(String by, ActorRef<? super Outcome> replyTo) implements Command {}

    /** What has come of it; also for the owner. */
    public sealed interface Outcome {}

    /**
     * These settings are in force.
     *
     * @param needRestart the keys that have changed, but count only from the next start on
     */
    public record Rehashed(ChatSettings settings, List<String> needRestart) implements Outcome {}

    /** Nothing has changed; the reason is one line for a person. */
    public record Kept(String reason) implements Outcome {}

    private record JobEnded(OffLoop.Ended ended) implements Command {}

    private record Signalled(Signals.Event event) implements Command {}

    private record FileChanged(DirectoryWatch.Event event) implements Command {}

    /** One at a time; of those that wait the last is as good as all. */
    private static final int MAX_WAITING = 8;

    private static final Logger LOG = LoggerFactory.getLogger("chat");

    private final ConfigSource source;
    private final @Nullable ServerTls tls;
    private final ActorRef<? super Rehashed> owner;
    private final OffLoop<Command> offLoop;
    private ChatSettings settings;

    private Reloader(
            ActorContext<Command> context,
            ConfigSource source,
            ChatSettings settings,
            @Nullable ServerTls tls,
            ActorRef<? super Rehashed> owner) {
        super(context);
        this.source = source;
        this.settings = settings;
        this.tls = tls;
        this.owner = owner;
        this.offLoop = new OffLoop<>(context, JobEnded::new, MAX_WAITING);
        ActorRef<Signals.Event> signals = context.messageAdapter(Signals.Event.class, Signalled::new);
        Aio.get(context.getSystem()).signals().tell(new Signals.Watch(Signal.HUP, signals));
        if (source.file() != null) {
            ActorRef<DirectoryWatch.Event> changes =
                    context.messageAdapter(DirectoryWatch.Event.class, FileChanged::new);
            DirectoryWatch.watchFile(context.getSystem(), source.file(), changes);
        }
    }

    /**
     * The behavior; any dispatcher.
     *
     * @param settings in force now
     * @param tls null without TLS
     * @param owner hears of other settings, and of the same at {@code SIGHUP} and {@code REHASH}, at which other files are to be
     *     read again, too
     */
    public static Behavior<Command> create(
            ConfigSource source, ChatSettings settings, @Nullable ServerTls tls, ActorRef<? super Rehashed> owner) {
        return Behaviors.setup(context -> new Reloader(context, source, settings, tls, owner));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(JobEnded.class, message -> {
                    offLoop.onEnded(message.ended());
                    return this;
                })
                .onMessage(Rehash.class, ask -> reload("REHASH of " + ask.by(), true, ask.replyTo()))
                .onMessage(Signalled.class, message -> onSignal(message.event()))
                .onMessage(FileChanged.class, message -> onFile(message.event()))
                .build();
    }

    private Behavior<Command> onSignal(Signals.Event event) {
        if (event instanceof Signals.Refused refused) {
            LOG.warn("SIGHUP will not have the configuration read again: {}", refused.reason());
        }
        return event instanceof Signals.Raised
                ? reload("SIGHUP", true, getContext().getSystem().ignoreRef())
                : this;
    }

    private Behavior<Command> onFile(DirectoryWatch.Event event) {
        if (event instanceof DirectoryWatch.Failed failed) {
            LOG.warn("changes of {} go unnoticed: {}; SIGHUP has it read", source.file(), failed.reason());
        }
        // Found is told first, too: so nothing is missed between the start of the program and that of the watch.
        boolean whole = event instanceof DirectoryWatch.Found
                || event instanceof DirectoryWatch.Written
                || event instanceof DirectoryWatch.Moved
                || event instanceof DirectoryWatch.MovedIn;
        return whole
                ? reload(
                        "change of " + source.file(),
                        false,
                        getContext().getSystem().ignoreRef())
                : this;
    }

    private Behavior<Command> reload(String cause, boolean always, ActorRef<? super Outcome> replyTo) {
        boolean accepted = offLoop.submit(this::read, outcome -> ended(cause, always, replyTo, outcome));
        if (!accepted) {
            replyTo.tell(new Kept("it is being read again just now"));
        }
        return this;
    }

    /** Off the loop. All or nothing: settings whose certificate can't be read are none. */
    private ChatSettings read() {
        ChatSettings next = ChatSettings.from(source.load());
        Path keyStore = next.security().keyStore();
        if (tls != null && keyStore != null) {
            tls.reload(keyStore, next.security().password());
        }
        return next;
    }

    private void ended(
            String cause, boolean always, ActorRef<? super Outcome> replyTo, OffLoop.Outcome<ChatSettings> outcome) {
        ChatSettings next = outcome.result();
        if (next == null) {
            String reason = OneLine.of(Objects.requireNonNull(outcome.failure()));
            LOG.error("{}: the settings stay as they are: {}", cause, reason);
            replyTo.tell(new Kept(reason));
            return;
        }
        if (!always && next.equals(settings)) {
            return;
        }
        List<String> needRestart = settings.needingRestart(next);
        LOG.info(
                "{}: the settings are read again{}",
                cause,
                needRestart.isEmpty() ? "" : "; a restart is needed for " + needRestart);
        settings = next;
        Rehashed rehashed = new Rehashed(next, needRestart);
        owner.tell(rehashed);
        replyTo.tell(rehashed);
    }
}
