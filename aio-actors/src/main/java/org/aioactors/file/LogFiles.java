// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks files on behalf of an actor, and finds who waits for each answer. The actor only. */
final class LogFiles {
    private final ActorRef<Fs.Command> manager;
    private final ActorRef<?> owner;
    private final ActorRef<Fs.Answer> replyTo;
    private final ActorRef<Fs.Answer> nobody;
    private final IdentityHashMap<Fs.Request, Consumer<Fs.Answer>> waiting = new IdentityHashMap<>();

    /** {@code replyTo} makes messages of the owner, with which it calls {@link #answered}. */
    LogFiles(ActorRef<Fs.Command> manager, ActorRef<?> owner, ActorRef<Fs.Answer> replyTo, ActorRef<Fs.Answer> nobody) {
        this.manager = manager;
        this.owner = owner;
        this.replyTo = replyTo;
        this.nobody = nobody;
    }

    void open(Path path, OpenOptions options, Consumer<Fs.Answer> then) {
        ask(manager, to -> new Fs.Open(path, options, owner, to), then);
    }

    /** Asks, and calls {@code then} with the answer. */
    <C extends Fs.Request> void ask(
            ActorRef<? super C> whom, Function<ActorRef<Fs.Answer>, C> request, Consumer<Fs.Answer> then) {
        C made = request.apply(replyTo);
        waiting.put(made, then);
        whom.tell(made);
    }

    void askManager(Function<ActorRef<Fs.Answer>, Fs.Command> request, Consumer<Fs.Answer> then) {
        ask(manager, request, then);
    }

    /** Closes a file of which nothing more is expected. */
    void close(ActorRef<Fs.FileCommand> file) {
        file.tell(new Fs.Close(nobody));
    }

    /** An answer has come. A file that nobody waits for any more is closed. */
    void answered(Fs.Answer answer) {
        Consumer<Fs.Answer> then = waiting.remove(answer.request());
        if (then != null) {
            then.accept(answer);
        } else if (answer instanceof Fs.Opened late) {
            close(late.file());
        }
    }

    /** Nobody waits any more. */
    void forget() {
        waiting.clear();
    }

    /** Why it was not done; null if it was. */
    static @Nullable Throwable failure(Fs.Answer answer) {
        if (answer instanceof Fs.Failed failed) {
            return failed.cause();
        }
        return answer instanceof Fs.Refused refused ? new LogException(refused.reason()) : null;
    }
}
