// SPDX-License-Identifier: Apache-2.0
/**
 * A line-based chat server with rooms, usable with {@code nc}: what a small network service looks like on this library.
 *
 * <pre>
 *                 Bind, Bound, Connected            one a connection          one a room
 *   Tcp manager ◄────────────────────────► ChatListener ──spawns──► Session ──lines──► Room
 *                                               │                    │  ▲                │
 *                                               │ SessionEnded       │  └────Deliver─────┘
 *                                               ▼                    ▼
 *                                         NameRegistry,        RoomDirectory ──Enter, Leave──► Room
 * </pre>
 *
 * A byte's way: {@link org.aioactors.net.Tcp} hands a {@code Session} what the kernel had,
 * {@code LineFramer} cuts it into lines, {@code LineText} makes
 * them text, {@code ClientLine} says what each of them asks for, the room sends them to its
 * other members. The limits on the way are each client's own: who breaks one is told so in a line that starts with
 * {@code !} and disconnected, and no one else notices more than a leave notice.
 *
 * <p>{@link org.aioactors.samples.chat.ChatServer} is the program.
 */
@NullMarked
package org.aioactors.samples.chat;

import org.jspecify.annotations.NullMarked;
