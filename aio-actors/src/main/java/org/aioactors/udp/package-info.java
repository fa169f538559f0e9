// SPDX-License-Identifier: Apache-2.0
/**
 * UDP for typed actors, in the vocabulary of {@code akka.io}: {@link org.aioactors.udp.Udp.Bind}, {@link
 * org.aioactors.udp.Udp.Bound}, {@link org.aioactors.udp.Udp.Received}, {@link org.aioactors.udp.Udp.Send}, ...
 *
 * <pre>
 *   UdpManager ──spawns──► UdpActor ◄──Send, JoinGroup, Unbind──┐
 *   (Bind, Connect)        a socket's life: UdpRef              │
 *                             │      │                          │
 *                             ▼      ▼                          │
 *                       UdpReader  UdpWriter ── SendQueue       │
 *                             │      │ once a turn, FlushList   │
 *                             │      ▼                          │
 *                             │    SendBatch                    │
 *                             ▼                                 │
 *                       ReceiveBatch ──Received──► the user's actor
 * </pre>
 *
 * <p>All of a loop's sockets share its {@code UdpLoop}: the two batches, since sockets take turns, and the addresses of peers.
 * What is sent on the socket's own loop goes straight into its queue; what is sent from elsewhere comes by the mailbox of
 * {@code UdpActor}, which the loop's own thread runs.
 */
@NullMarked
package org.aioactors.udp;

import org.jspecify.annotations.NullMarked;
