// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.List;
import org.aioactors.samples.chat.wire.WireMessage;

/** From the directory to the loops. All of them hear of each user, in the order in which it happened. */
public sealed interface DirectoryEvent extends WireMessage {
    /** Somebody has come. */
    record Online(User user) implements DirectoryEvent {}

    /** Somebody has another nickname, is away, or whatever. */
    record Changed(User before, User after) implements DirectoryEvent {}

    /** Somebody has gone. */
    record Offline(User user, String reason) implements DirectoryEvent {}

    /** A server has gone for good, and its users with it: they have no {@link Offline} of their own. */
    record ServerLost(Server server, List<User> users) implements DirectoryEvent {
        /** Copies the list. */
        public ServerLost {
            users = List.copyOf(users);
        }
    }

    /** To the loop of the user alone: what was asked for is so, behind what all have heard of it. */
    record Granted(long request, User user) implements DirectoryEvent {}

    /** To the loop of the user alone: somebody else has the nickname, and nothing has changed. */
    record Taken(long request, Uid uid, String nick) implements DirectoryEvent {}
}
