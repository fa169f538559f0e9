// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.Behavior;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.SocketActivation;
import org.aioactors.net.Tcp;

public final class ActivatedEcho {
    static Behavior<Tcp.ListenerCommand> server() {
        return Tcp.serve(SocketActivation.take().get(0).fd(), ListenOptions.DEFAULT, EchoServer::echo);
    }
}
