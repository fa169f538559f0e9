// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.aioactors.udp.Udp;
import org.aioactors.udp.UdpOptions;

/**
 * Sends each UDP datagram back to whom it came from, and says at the end, as by ctrl-C, what it has done.
 *
 * <pre>
 *   UdpEcho [PORT]     7777, if none is given; try it with: nc -u 127.0.0.1 7777
 * </pre>
 */
public final class UdpEcho {
    private static final String DEFAULT_PORT = "7777";
    private static final int MOST_PEERS = 10_000;

    private final ActorRef<Udp.SocketCommand> socket;
    private final Set<InetSocketAddress> peers = new HashSet<>();
    private long datagrams;
    private long bytes;
    private long failed;
    private long dropped;

    private UdpEcho(ActorRef<Udp.SocketCommand> socket) {
        this.socket = socket;
    }

    public static void main(String[] args) {
        if (args.length > 1 || (args.length == 1 && !args[0].matches("\\d{1,5}"))) {
            System.err.println("usage: UdpEcho [PORT]");
            System.exit(2);
        }
        int port = Integer.parseInt(args.length == 1 ? args[0] : DEFAULT_PORT);
        // IPv4 and IPv6; an answer leaves by the address that was asked.
        ActorSystem<?> system = ActorSystem.create(
                Udp.serve(new InetSocketAddress(port), UdpOptions.DEFAULT.withPacketInfo(), UdpEcho::create),
                "udp-echo");
        // Has ctrl-C end the actors, so that they hear of it.
        CoordinatedShutdown.get(system);
    }

    private static Behavior<Udp.Event> create(ActorRef<Udp.SocketCommand> socket) {
        return Behaviors.setup(context -> new UdpEcho(socket).behavior());
    }

    private Behavior<Udp.Event> behavior() {
        return Behaviors.receive(Udp.Event.class)
                .onMessage(Udp.Bound.class, bound -> {
                    System.out.println(
                            "receiving on port " + bound.localAddress().getPort() + "; ctrl-C ends it");
                    return Behaviors.same();
                })
                .onMessage(Udp.Received.class, received -> {
                    datagrams++;
                    bytes += received.data().size();
                    if (peers.size() < MOST_PEERS) {
                        peers.add(received.sender());
                    }
                    socket.tell(received.reply(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Udp.Dropped.class, event -> {
                    dropped = event.total();
                    return Behaviors.same();
                })
                .onMessage(Udp.CommandFailed.class, event -> {
                    failed++;
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, stop -> {
                    System.out.printf(
                            "%d datagrams with %d bytes from %d peers; %d not sent back, %d dropped by the kernel%n",
                            datagrams, bytes, peers.size(), failed, dropped);
                    return Behaviors.same();
                })
                .build();
    }
}
