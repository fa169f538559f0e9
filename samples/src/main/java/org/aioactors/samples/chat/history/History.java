// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the history. All are immutable and may be told from any thread; each question is answered once, with the
 * number that the asker gave it.
 */
public final class History {
    private History() {}

    /**
     * The behavior of a server's history. Runs on any dispatcher and blocks none: files are read on Akka's dispatcher for
     * blocking calls. If the log can't be written when it starts, it tries again until it can: another server that is being taken
     * over may have it, or the disk be full.
     */
    public static Behavior<Command> create(HistorySettings settings) {
        return HistoryActor.create(settings, InstantSource.system());
    }

    /** To the history. */
    public sealed interface Command permits Keep, Ask, AskTargets, WhenReady, Close {}

    /** Keeps a message. Not answered: a disk that fails is logged, and the message is known until a restart. */
    public record Keep(HistoryEntry entry) implements Command {}

    /**
     * Asks for messages. Answered by {@link Messages} or {@link Failed}.
     *
     * @param conversation see {@link Conversation}; whether the asker may see it is the teller's to know
     * @param limit how many at most, from 1 on
     */
    public record Ask(
            String conversation, Selection selection, int limit, long request, ActorRef<? super Answer> replyTo)
            implements Command {}

    /**
     * Asks which conversations have their youngest message between two moments. Answered by {@link Targets}.
     *
     * @param channels those that the asker may see, as the case mapping has them
     * @param account the asker's, as the case mapping has it; null if they are not logged in
     * @param fromMs the moment to count from, which may be the later one; neither of the two is within
     * @param limit how many at most, from 1 on
     */
    public record AskTargets(
            Set<String> channels,
            @Nullable String account,
            long fromMs,
            long toMs,
            int limit,
            long request,
            ActorRef<? super Answer> replyTo)
            implements Command {
        /** Copies the channels. */
        public AskTargets {
            channels = Set.copyOf(channels);
        }
    }

    /** Answered when what was kept before a restart is known again. */
    public record WhenReady(ActorRef<Done> replyTo) implements Command {}

    /** Has the history stop when the disk has all that was to be kept. */
    public record Close() implements Command {}

    /** From the history. */
    public sealed interface Answer {
        /** The number that the asker gave. */
        long request();
    }

    /** What was asked for, oldest first; a message whose file was removed meanwhile is left out. */
    public record Messages(long request, List<HistoryEntry> entries) implements Answer {
        /** Copies the list. */
        public Messages {
            entries = List.copyOf(entries);
        }
    }

    /** Conversations, by the time of their youngest messages, oldest first. */
    public record Targets(long request, List<Target> targets) implements Answer {
        /** Copies the list. */
        public Targets {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A conversation that there is.
     *
     * @param name of the channel, or of the account that the asker talks with
     * @param latestMs when the youngest message of it was said
     */
    public record Target(String name, long latestMs) {}

    /** There is no answer; the reason is for people. */
    public record Failed(long request, String reason) implements Answer {}
}
