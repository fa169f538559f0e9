// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.aioactors.aio.linux.UnixAddress;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own: a server that tells each client its process id and closes the connection. Takes the listener over from
 * the one that runs, if any, and hands it over to the next. Says what it does, see {@link HandOverProcess}.
 */
final class HandOverProgram {
    /** In place of the other arguments: the listener is one that was passed by {@link SocketActivation}. */
    static final String ACTIVATED = "activated";

    private static final String NAME = "pid";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorContext<Object> context;
    private final Path folder;
    private final boolean unix;
    private @Nullable ActorRef<HandOver.Serving> predecessor;
    private @Nullable ActorRef<Tcp.ListenerCommand> offered;

    private HandOverProgram(ActorContext<Object> context, Path folder, boolean unix) {
        this.context = context;
        this.folder = folder;
        this.unix = unix;
    }

    /** The folder of its sockets; the transport; whether it is a Unix socket that is handed over, else it is one of TCP. */
    public static void main(String[] arguments) {
        if (arguments[0].equals(ACTIVATED)) {
            ActorSystem.create(
                    Tcp.serve(
                            SocketActivation.take().get(0).fd(),
                            ListenOptions.DEFAULT,
                            HandOverProgram::tellingItsProcess),
                    "activated");
            return;
        }
        ActorSystem.create(
                create(Path.of(arguments[0]), Boolean.parseBoolean(arguments[2])),
                "handover",
                ConfigFactory.parseString(TransportKind.valueOf(arguments[1]).config())
                        .withFallback(ConfigFactory.parseString("akka.logger-startup-timeout = 60 s"))
                        .withFallback(ConfigFactory.load()));
    }

    private static Behavior<Object> create(Path folder, boolean unix) {
        return Behaviors.setup(context -> {
            HandOverProgram program = new HandOverProgram(context, folder, unix);
            context.spawn(
                    HandOver.request(
                            program.control(), PATIENCE, context.getSelf().narrow()),
                    "request");
            return program.behavior();
        });
    }

    private UnixAddress control() {
        return UnixAddress.of(folder.resolve("control.sock"));
    }

    private Behavior<Object> behavior() {
        return Behaviors.receive(Object.class)
                .onMessage(HandOver.NoPredecessor.class, nobody -> {
                    if (unix) {
                        serve(UnixSocket.Bind.of(
                                context.getSelf().narrow(), UnixAddress.of(folder.resolve("pid.sock"))));
                    } else {
                        serve(Tcp.Bind.of(context.getSelf().narrow(), TcpTest.loopback(0)));
                    }
                    return Behaviors.same();
                })
                .onMessage(HandOver.Taken.class, taken -> {
                    predecessor = taken.predecessor();
                    if (unix) {
                        serve(UnixSocket.Bind.adopt(context.getSelf().narrow(), taken.take(NAME)));
                    } else {
                        serve(Tcp.Bind.adopt(context.getSelf().narrow(), taken.take(NAME)));
                    }
                    return Behaviors.same();
                })
                .onMessage(Tcp.Bound.class, bound -> bound(bound.localAddress(), bound.listener()))
                .onMessage(UnixSocket.Bound.class, bound -> bound(bound.localAddress(), bound.listener()))
                .onMessage(HandOver.Offered.class, offering -> {
                    System.out.println("offered");
                    return Behaviors.same();
                })
                .onMessage(HandOver.Complete.class, complete -> {
                    System.out.println("complete");
                    offer(Objects.requireNonNull(offered));
                    return Behaviors.same();
                })
                .onMessage(HandOver.HandedOver.class, over -> {
                    System.out.println("handed over");
                    context.watch(Objects.requireNonNull(offered)); // it ends with its last connection
                    return Behaviors.same();
                })
                .onMessage(HandOver.Failed.class, failed -> {
                    System.out.println("failed: " + failed.cause());
                    return Behaviors.stopped();
                })
                .onMessage(Tcp.CommandFailed.class, failed -> {
                    System.out.println("failed: " + failed.cause().getMessage());
                    return Behaviors.stopped();
                })
                .onMessage(Tcp.Event.class, other -> Behaviors.same())
                .onSignal(Terminated.class, end -> Behaviors.stopped())
                .build();
    }

    private void serve(Tcp.Bind bind) {
        context.spawn(Tcp.serve(bind, HandOverProgram::tellingItsProcess), "server");
    }

    private void serve(UnixSocket.Bind bind) {
        context.spawn(
                UnixSocket.serveConnected(bind, connected -> tellingItsProcess(connected.connection())), "server");
    }

    private Behavior<Object> bound(SocketAddress address, ActorRef<Tcp.ListenerCommand> server) {
        System.out.println("serving " + (address instanceof InetSocketAddress tcp ? tcp.getPort() : address));
        offered = server;
        if (predecessor != null) {
            predecessor.tell(new HandOver.Serving()); // Complete follows
        } else {
            offer(server);
        }
        return Behaviors.same();
    }

    private void offer(ActorRef<Tcp.ListenerCommand> server) {
        context.spawn(
                HandOver.offer(
                        control(), Map.of(NAME, server), context.getSelf().narrow()),
                "offer");
    }

    /** Tells who serves, as soon as there is a connection, and ends it. */
    private static Behavior<Tcp.Event> tellingItsProcess(ActorRef<Tcp.ConnectionCommand> connection) {
        connection.tell(
                Tcp.Write.of(ByteString.fromString(ProcessHandle.current().pid() + "\n")));
        connection.tell(new Tcp.ConfirmedClose());
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }
}
