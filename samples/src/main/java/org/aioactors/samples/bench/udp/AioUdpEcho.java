// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.udp;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.aioactors.samples.bench.BenchArguments;
import org.aioactors.udp.Udp;
import org.aioactors.udp.UdpOptions;
import org.aioactors.udp.UdpSO;

/** A UDP echo server with our UDP. */
public final class AioUdpEcho {
    /** For the kernel's buffers, which it bounds. */
    static final int BUFFER_BYTES = 1 << 20;

    private static final String HELP = """
            usage: AioUdpEcho [--monitor auto|io-uring|epoll|poll] [--segmentation on|off] [--offload on|off]
              prints READY and the port when it receives, on this machine only
            """;

    private AioUdpEcho() {}

    /** Runs until it is killed; see {@code --help}. */
    public static void main(String[] args) {
        BenchArguments arguments = BenchArguments.parse(HELP, Set.of("--monitor", "--segmentation", "--offload"), args);
        // The chat server's application.conf does not count here.
        ActorSystem.create(
                Udp.serve(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        UdpOptions.DEFAULT.withSocketOptions(
                                UdpSO.receiveBufferSize(BUFFER_BYTES), UdpSO.sendBufferSize(BUFFER_BYTES)),
                        AioUdpEcho::echo),
                "bench",
                ConfigFactory.defaultOverrides()
                        .withFallback(ConfigFactory.parseMap(Map.of(
                                "aio-default-dispatcher.aio.fd-monitor", arguments.text("--monitor", "auto"),
                                "aio.net.udp.segmentation", arguments.text("--segmentation", "on"),
                                "aio.net.udp.receive-offload", arguments.text("--offload", "off"))))
                        .withFallback(ConfigFactory.defaultReferenceUnresolved())
                        .resolve());
    }

    private static Behavior<Udp.Event> echo(ActorRef<Udp.SocketCommand> socket) {
        return Behaviors.receive(Udp.Event.class)
                .onMessage(Udp.Received.class, received -> {
                    socket.tell(received.reply(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Udp.Bound.class, bound -> {
                    System.out.println("READY " + bound.localAddress().getPort());
                    return Behaviors.same();
                })
                .build();
    }
}
