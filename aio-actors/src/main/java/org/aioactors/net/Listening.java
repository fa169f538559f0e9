// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import java.net.SocketAddress;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SocketFile;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/** What a listener for streams does as its address family has it. The listener only. */
interface Listening {
    /** Hears of the listener and of connections. */
    ActorRef<? super Tcp.Event> handler();

    ListenOptions options();

    /** Who asked for it gets that back if it fails. */
    Object command();

    /** A listening socket, made or adopted. If it throws, one that was to be adopted is closed. */
    Fd open(Syscalls syscalls);

    /** Where a socket listens. */
    SocketAddress localAddress(Syscalls syscalls, Fd socket);

    /** The file that goes with the listener's end; null if none does. */
    default @Nullable SocketFile file(Syscalls syscalls, SocketAddress localAddress) {
        return null;
    }

    /** The news that it listens. */
    Tcp.Event bound(SocketAddress localAddress, ActorRef<Tcp.ListenerCommand> listener);

    /** What its connections are to be. */
    StreamReception.Arrivals arrivals(TcpSettings settings, ActorRef<Object> listener);
}
