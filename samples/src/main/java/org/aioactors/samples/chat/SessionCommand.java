// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.util.List;
import org.aioactors.net.Tcp;

/** What a {@link Session} is told. */
sealed interface SessionCommand {
    /** From the registry: the name is this session's now. */
    record NameGranted(String name) implements SessionCommand {}

    /** From the registry: somebody else has the name. */
    record NameTaken(String name) implements SessionCommand {}

    /** From a room: the session is in it now, with these others. */
    record Entered(String roomName, ActorRef<Room.Command> room, List<String> others) implements SessionCommand {}

    /** From the room: it has passed on the lines it was last given. */
    record Said() implements SessionCommand {}

    /** From the room: it shows this name from now on. */
    record Renamed(String name) implements SessionCommand {}

    /** From the room: lines for the client, endings included. */
    record Deliver(ByteString text) implements SessionCommand {}

    /** From the room or the directory: what the client asked for. */
    record Listed(ByteString text) implements SessionCommand {}

    /** The server is shutting down. */
    record Stop() implements SessionCommand {}

    /** From the connection. */
    record FromPeer(Tcp.Event event) implements SessionCommand {}

    /** The connection is no more. */
    record ConnectionLost() implements SessionCommand {}

    /** The time to read the last line is over. */
    record FarewellOver() implements SessionCommand {}
}
