// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.udp;

import akka.actor.AbstractActor;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.io.Inet;
import akka.io.Udp;
import akka.io.UdpMessage;
import akka.io.UdpSO;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** A UDP echo server with Akka's own UDP. */
public final class AkkaUdpEcho extends AbstractActor {
    private AkkaUdpEcho() {}

    /** Runs until it is killed; prints READY and the port when it receives. */
    public static void main(String[] args) {
        ActorSystem system = ActorSystem.create(
                "bench",
                ConfigFactory.defaultOverrides()
                        // As many as we receive by one call; the default is 3.
                        .withFallback(ConfigFactory.parseMap(Map.of("akka.io.udp.receive-throughput", 64)))
                        .withFallback(ConfigFactory.defaultReferenceUnresolved())
                        .resolve());
        system.actorOf(Props.create(AkkaUdpEcho.class, AkkaUdpEcho::new), "echo");
    }

    @Override
    public void preStart() {
        List<Inet.SocketOption> options = List.of(
                UdpSO.receiveBufferSize(AioUdpEcho.BUFFER_BYTES), UdpSO.sendBufferSize(AioUdpEcho.BUFFER_BYTES));
        Udp.get(getContext().getSystem())
                .manager()
                .tell(
                        UdpMessage.bind(getSelf(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options),
                        getSelf());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Udp.Received.class, received -> getSender()
                        .tell(UdpMessage.send(received.data(), received.sender()), getSelf()))
                .match(
                        Udp.Bound.class,
                        bound -> System.out.println(
                                "READY " + bound.localAddress().getPort()))
                .match(Udp.CommandFailed.class, failed -> {
                    System.err.println(failed);
                    getContext().getSystem().terminate();
                })
                .build();
    }
}
