// SPDX-License-Identifier: Apache-2.0
/**
 * An IRC server, alone or one of a network: what a whole service looks like on this library.
 *
 * <pre>
 *   loop 1                          loop 2            any loop, of any server
 *   Session   Session   Session     Session ...       one for each channel: its authority
 *        │        │       ▲                             ▲      │
 *        │  lines │       │ LocalClient                 │      │ ChannelEvent, once
 *        ▼        ▼       │                             │      │ for each loop
 *      LoopClients ◄── LoopHub ◄────────────────────────┼──────┘
 *           └──────────── ChannelCommand ───────────────┘
 *                            ▲
 *                            └── DirectoryEvent ── Directory, one for each server: who has which nickname
 * </pre>
 *
 * <p>A byte's way: {@link org.aioactors.net.Tcp} hands a {@code Session} what the kernel had, on the loop of the connection. The
 * session cuts it into lines and carries them out one by one. What is said goes to the authority of the channel, which decides and
 * tells each loop that has members. There the line is made once, and written to all of them.
 *
 * <p>{@link org.aioactors.samples.chat.ChatServer} is the program. Of the packages {@code session}, {@code loop} and {@code
 * channel} are the way of a line, {@code cluster} and {@code network} make one network of several servers, {@code irc} is the
 * protocol's text, and the others are what their names say.
 */
@NullMarked
package org.aioactors.samples.chat;

import org.jspecify.annotations.NullMarked;
