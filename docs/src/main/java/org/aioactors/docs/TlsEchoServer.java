// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.aioactors.net.Tcp;
import org.aioactors.net.Tls;

public final class TlsEchoServer {
    public static void main(String[] args) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7443);
        ActorSystem.create(server(address, Path.of("server.p12"), "changeit"), "echo");
    }

    static Behavior<Tcp.ListenerCommand> server(InetSocketAddress address, Path keyStore, String password) {
        Tls tls = Tls.ofKeyStore(keyStore, password);
        return Tcp.serve(address, tls, EchoServer::echo);
    }
}
