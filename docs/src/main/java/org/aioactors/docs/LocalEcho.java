// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.Behavior;
import java.nio.file.Path;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.net.Tcp;
import org.aioactors.net.UnixSocket;

public final class LocalEcho {
    static Behavior<Tcp.ListenerCommand> server(Path file) {
        return UnixSocket.serve(UnixAddress.of(file), EchoServer::echo);
    }
}
