// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import java.net.SocketAddress;

/**
 * Who is at the other end of a connection.
 *
 * @param commander has asked for the connection, and hears of it
 * @param outgoing whether we have connected
 */
record RemotePeer<A extends SocketAddress>(A address, ActorRef<? super Tcp.Event> commander, boolean outgoing) {}
