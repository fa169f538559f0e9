// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.query;

import java.util.List;
import java.util.Map;
import org.aioactors.samples.chat.irc.Reply;

/** What a server knows of itself and of the others. Asked on any loop; never blocks. */
public interface ServerInfo {
    /** A server of the network, and what its owner says of it. */
    record Server(String name, String description) {}

    /** How many there are; the maxima since the server was started. */
    record Counts(
            int users, int invisible, int operators, int unknown, int channels, int local, int maxLocal, int max) {}

    /** Who runs it: the place, the institution, the address to write to. Empty if nobody said. */
    record Admin(String location, String institution, String email) {}

    /** How often a command was given, and how many bytes its lines had. */
    record Use(long count, long bytes) {}

    /** This server. */
    Server self();

    /** All servers of the network, this one among them. */
    List<Server> servers();

    /** How many of everything there are now. */
    Counts counts();

    /** Its version, such as {@code aio-chat-1.2}. */
    String version();

    /** What it can do: numeric 005. */
    List<Reply> isupport();

    /** Who runs it. */
    Admin admin();

    /** The lines of {@code INFO}. */
    List<String> info();

    /** The lines of the message of the day; empty if there is none. */
    List<String> motd();

    /** Milliseconds since the epoch, now. */
    long nowMs();

    /** Milliseconds since the epoch when it was started. */
    long startedMs();

    /** How often each command was given since then. */
    Map<String, Use> commands();

    /** The masks of those who may not connect, with the reasons. */
    Map<String, String> klines();

    /** The names of those who may become operators, with the masks of where from. */
    Map<String, String> operators();

    /** Figures for an operator to read, one a line: loops, connections, channels, memory. */
    List<String> figures();
}
