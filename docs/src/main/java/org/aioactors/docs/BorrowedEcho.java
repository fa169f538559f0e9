// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.ReceivedBuffer;
import org.aioactors.net.Tcp;

public final class BorrowedEcho {
    public static void main(String[] args) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7000);
        ListenOptions options = ListenOptions.DEFAULT.withBorrowedBuffers();
        ActorSystem.create(Tcp.serve(address, options, BorrowedEcho::echo), "echo");
    }

    static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(ReceivedBuffer.class, received -> {
                    connection.tell(Tcp.WriteBuffer.of(received));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }
}
