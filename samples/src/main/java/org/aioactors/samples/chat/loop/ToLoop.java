// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.loop;

import akka.Done;
import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aioactors.samples.chat.network.Uid;
import org.aioactors.samples.chat.network.User;
import org.aioactors.samples.chat.query.Users.Connection;
import org.aioactors.samples.chat.query.Users.Place;
import org.aioactors.samples.chat.wire.WireMessage;
import org.jspecify.annotations.Nullable;

/** To a loop, from others: what is for one of its clients. */
public sealed interface ToLoop extends WireMessage {
    /**
     * {@code PRIVMSG}, {@code NOTICE} or {@code TAGMSG} to a user.
     *
     * @param text null for {@code TAGMSG}
     */
    record Private(
            User from,
            Uid to,
            String command,
            @Nullable String text,
            Map<String, String> tags,
            String msgid,
            long timeMs)
            implements ToLoop {}

    /** {@code WALLOPS}: for all who want them. */
    record Wallops(String source, String text) implements ToLoop {}

    /** A user has to go, with these last words for everybody. */
    record Kill(Uid uid, String reason) implements ToLoop {}

    /** A user is to be shown with another host from now on. */
    record ChangeHost(Uid uid, String host) implements ToLoop {}

    /** All clients have to go, and new ones are not let in; answered when the last has gone. */
    record DisconnectAll(String reason, ActorRef<? super Done> replyTo) implements ToLoop {}

    /** Asks what only this loop knows of a user. Answered by {@link Details}. */
    record AskDetails(Uid of, User asker, long request, ActorRef<Object> replyTo) implements ToLoop {}

    /** The answer: the channels that the asker may see, and the connection. */
    record Details(long request, Uid asker, List<Place> channels, Optional<Connection> connection) implements ToLoop {}
}
