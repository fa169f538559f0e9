// SPDX-License-Identifier: Apache-2.0
/**
 * TCP for typed actors, in the vocabulary of {@code akka.io}: {@link org.aioactors.net.Tcp.Bind}, {@link
 * org.aioactors.net.Tcp.Connected}, {@link org.aioactors.net.Tcp.Register}, {@link org.aioactors.net.Tcp.Received},
 * ...
 *
 * <pre>
 *   TcpManager ──spawns──► TcpListener ──accept──► ConnectedSocket ──to its loop──► TcpLoop: actor, Tenants, LoopInbox
 *   (Bind, Connect)        (Unbind)                (or TlsOpening first)               │
 *             └──spawns──► TcpConnector ──connect──┘                                   ▼
 *                          Acceptor                ConnectionRef ◄──Register, Write, Close──┐
 *                          ListenerLimits               │ commands                          │
 *                                                       ▼                                   │
 *                                                  Connection ────Received──────────► the user's actor
 *                                                       │ Audience, ReadCredit, WriteGate, Patience
 *                                                       │ reads, writes
 *                                                       ▼
 *                                                  StreamSocket ◄─┬─ ReadySocket                          Transport
 *                                                                 └─ RingSocket ── RingReceiver           chooses
 *                                                                      │           RingSender, RingWatch
 *                                                                      ▼
 *                                                                    StreamRequests ◄── RingIo
 *                                                       ▲
 *                                                   TlsSocket ── TlsEngine, TlsOutput; wraps another one
 * </pre>
 *
 * <p>{@link org.aioactors.net.UnixSocket} is the same for Unix sockets: a {@code Listening} and a {@code TcpLoop.Arrival} are of
 * one address family, the rest is common. {@link org.aioactors.net.UnixMessages}, whose sockets have boundaries, are actors:
 * {@code MessageSocket} with {@code MessageQueue}, {@code MessageBuffers} and {@code FdLoans}. On them stands {@link
 * org.aioactors.net.HandOver}.
 *
 * <p>Sockets read by an {@code Intake}: to the heap or, for handlers that borrow, into a {@code LentBlock} of the loop's {@code
 * BlockPool}, which a {@code ReceivedBuffer} gives back and {@code Loans} keeps account of.
 *
 * <p>What connections do is counted by {@code ConnectionReport} into the {@code TcpCounters} of listener and loop, and read
 * by way of {@code TcpRegistry}, which knows the listeners that live.
 *
 * <p>A connection has no actor. {@code ConnectionRef} is what others know of it; {@code TcpLoop} has one actor for all of a loop.
 *
 * <p>{@code Connection} is the protocol of a connection and knows neither actors nor system calls; {@code StreamSocket}
 * is how its bytes travel. Both are confined to the loop of the connection, which reads in the callback of the fd, or of
 * the completion, and tells the bytes straight to the registered handler; what is written is collected and leaves in one system call a turn of
 * the loop.
 */
@NullMarked
package org.aioactors.net;

import org.jspecify.annotations.NullMarked;
