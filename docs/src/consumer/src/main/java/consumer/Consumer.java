// SPDX-License-Identifier: Apache-2.0
package consumer;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.aioactors.Aio;
import org.aioactors.net.Tcp;

/** Echoes a line over TCP, on the dispatcher that the configuration names, and says on which. */
public final class Consumer {
    private Consumer() {}

    /** Ends with status 0 if the line came back. */
    public static void main(String[] args) throws IOException {
        CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
        ActorSystem<Tcp.Event> system = ActorSystem.create(server(bound), "consumer");
        system.getWhenTerminated()
                .thenRun(() -> bound.completeExceptionally(new IOException("it ended before it listened: see the log")));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bound.join().getPort())) {
            socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
            String echoed = new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
            if (!echoed.equals("hello\n")) {
                throw new IllegalStateException("not what was sent: " + echoed);
            }
            System.out.println(
                    "echoed, on Java " + Runtime.version().feature() + ", dispatchers "
                            + Aio.get(system).dispatchers().keySet());
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private static Behavior<Tcp.Event> server(CompletableFuture<InetSocketAddress> bound) {
        return Behaviors.setup(context -> {
            Aio.get(context.getSystem())
                    .tcp()
                    .tell(Tcp.Bind.of(context.getSelf(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Bound.class, event -> {
                        bound.complete(event.localAddress());
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.CommandFailed.class, event -> {
                        bound.completeExceptionally(new IOException(event.toString()));
                        return Behaviors.stopped();
                    })
                    .onMessage(Tcp.Connected.class, event -> {
                        ActorRef<Tcp.Event> handler =
                                context.spawnAnonymous(echo(event.connection()), event.sameLoop());
                        event.connection().tell(Tcp.Register.of(handler));
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    connection.tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }
}
