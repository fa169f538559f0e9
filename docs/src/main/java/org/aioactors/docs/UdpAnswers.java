// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import org.aioactors.udp.Udp;

/** Answers each UDP datagram. */
final class UdpAnswers {
    private UdpAnswers() {}

    static Behavior<Udp.SocketCommand> server(InetSocketAddress address) {
        return Udp.serve(address, UdpAnswers::answer);
    }

    private static Behavior<Udp.Event> answer(ActorRef<Udp.SocketCommand> socket) {
        return Behaviors.receive(Udp.Event.class)
                .onMessage(Udp.Received.class, question -> {
                    socket.tell(question.reply(
                            ByteString.fromString("you said " + question.data().utf8String())));
                    return Behaviors.same();
                })
                .build();
    }
}
