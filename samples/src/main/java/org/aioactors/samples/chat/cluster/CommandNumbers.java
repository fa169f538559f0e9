// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.aioactors.samples.chat.cluster.FromChannel.Settled;
import org.aioactors.samples.chat.cluster.ToChannel.Commands;
import org.jspecify.annotations.Nullable;

/**
 * Which command of each loop is the next to be decided: loops tell them again until they know what came of them, and each is
 * decided once, in order. Keeps what was answered for as long as a loop may not have had it.
 */
final class CommandNumbers {
    private static final class Loop {
        final long node;
        long expected;
        final NavigableMap<Long, Settled> answers = new TreeMap<>();

        Loop(long node, long expected) {
            this.node = node;
            this.expected = expected;
        }
    }

    /** Those too that have left: what they told may be on its way once more. */
    private final Map<ActorRef<Object>, Loop> loops = new HashMap<>();

    /** Commands before these have not come; when the loop tells all again, these come too. */
    static final int TOO_EARLY = -1;

    /** How many of the commands, from the first on, were decided before; or {@link #TOO_EARLY}. */
    int decided(Commands commands) {
        Loop loop = loops.get(commands.loop());
        if (loop == null) {
            if (commands.first() != commands.base()) {
                return TOO_EARLY;
            }
            loop = new Loop(commands.node(), commands.base());
            loops.put(commands.loop(), loop);
        }
        // What is before the base has ended for the loop, decided or not.
        loop.expected = Math.max(loop.expected, commands.base());
        loop.answers.headMap(commands.base(), false).clear();
        long before = loop.expected - commands.first();
        return before < 0 ? TOO_EARLY : (int) Math.min(commands.commands().size(), before);
    }

    /** What was answered to a command; null if nothing was, or if the loop knows. */
    @Nullable Settled answer(ActorRef<Object> ref, long number) {
        Loop loop = loops.get(ref);
        return loop == null ? null : loop.answers.get(number);
    }

    /** A command is about to be decided, and never again. */
    void next(ActorRef<Object> ref) {
        Loop loop = loops.get(ref);
        if (loop != null) {
            loop.expected++;
        }
    }

    /** A command was answered. */
    void answered(ActorRef<Object> ref, Settled answer) {
        Loop loop = loops.get(ref);
        if (loop != null) {
            loop.answers.put(answer.command(), answer);
        }
    }

    /** A server has gone, with its loops. */
    void removeNode(long node) {
        loops.values().removeIf(loop -> loop.node == node);
    }
}
