// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import java.util.List;
import java.util.Optional;
import org.aioactors.samples.chat.channel.ChannelSummary;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.query.Users.Connection;
import org.aioactors.samples.chat.query.Users.Place;

/** From its loop to a client's session. What the client is to read has been written by then. */
public sealed interface ClientEvent {
    /** A request has ended, and its answer was written. */
    record Done(long request) implements ClientEvent {}

    /** The nickname, or whatever was asked of the directory, is granted. */
    record Granted(long request) implements ClientEvent {}

    /** Somebody else has the nickname. */
    record NickTaken(long request, String nick) implements ClientEvent {}

    /** Who is on a channel that the loop does not know. */
    record Members(long request, String channel, List<Place> members) implements ClientEvent {}

    /** All channels. */
    record Listed(long request, List<ChannelSummary> channels) implements ClientEvent {}

    /** What only the loop of another user knows of them. */
    record Details(long request, List<Place> channels, Optional<Connection> connection) implements ClientEvent {}

    /** Other settings are in force than these. Also to the loop's hub, which passes it to the sessions of all clients. */
    record Reloaded(ChatSettings before) implements ClientEvent {}

    /** The client has to go. */
    record Disconnect(String reason) implements ClientEvent {}
}
