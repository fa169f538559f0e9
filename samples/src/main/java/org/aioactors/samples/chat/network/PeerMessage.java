// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import akka.actor.typed.ActorRef;
import java.util.List;
import org.aioactors.samples.chat.network.UserTable.Known;

/**
 * Between the directories of two servers. Each tells of its own users alone; all it tells of them has a number, one above the one
 * before, so that who has missed something knows it, and asks for the whole list. What is told arrives in its order or not at all.
 */
public sealed interface PeerMessage extends Directory.Command {
    /** The server of the directory that tells it. */
    long node();

    /** Wants the list of all users, because it has none, or has missed something. Answered by all parts of {@link Hello}. */
    record Ask(long node, ActorRef<Directory.Command> directory) implements PeerMessage {}

    /**
     * A part of the list of all users of a server. Parts are numbered from 0, so that each fits in what is sent at a time.
     *
     * @param number of the last news that is in it
     */
    record Hello(Server server, long number, int part, int parts, List<Known> users) implements PeerMessage {
        /** Copies the list. */
        public Hello {
            users = List.copyOf(users);
        }

        @Override
        public long node() {
            return server.node();
        }
    }

    /** A user has come, or has changed. */
    record News(long node, long number, Known user) implements PeerMessage {}

    /** A user has gone. */
    record Farewell(long node, long number, Uid uid, String reason) implements PeerMessage {}

    /** The number of the last news: told now and then, so that one that was lost on a quiet link is missed. */
    record Digest(long node, long number) implements PeerMessage {}

    /**
     * Somebody is to have a nickname. Answered by {@link ClaimAnswer}.
     *
     * @param number comes back in the answer
     */
    record Claim(long node, long number, String nick, Seniority by, ActorRef<Directory.Command> replyTo)
            implements PeerMessage {}

    /** Whether a nickname is free, as far as this server goes: nobody here has it, nor has claimed it and is before the other. */
    record ClaimAnswer(long node, long number, boolean free) implements PeerMessage {}
}
