// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.net.HandOver;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/**
 * An echo server that is replaced while it runs: start it again, and the new process takes over the listener of the old one,
 * which ends with its last connection. No client is refused.
 *
 * <pre>
 *   TakeOver PORT
 * </pre>
 */
public final class TakeOver {
    private static final String NAME = "echo";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorContext<Object> context;
    private final InetSocketAddress address;

    /** Where a successor asks. */
    private final UnixAddress control;

    /** Null until it serves. */
    private @Nullable ActorRef<Tcp.ListenerCommand> server;

    /** Null if there was none. */
    private @Nullable ActorRef<HandOver.Serving> predecessor;

    private TakeOver(ActorContext<Object> context, int port) {
        this.context = context;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.control = UnixAddress.of(Path.of(System.getProperty("java.io.tmpdir"), "take-over-" + port + ".sock"));
    }

    public static void main(String[] args) {
        if (args.length == 1 && args[0].matches("\\d{1,5}")) {
            ActorSystem.create(create(Integer.parseInt(args[0])), "take-over");
        } else {
            System.err.println("usage: TakeOver PORT");
            System.exit(2);
        }
    }

    private static Behavior<Object> create(int port) {
        return Behaviors.setup(context -> {
            TakeOver program = new TakeOver(context, port);
            ActorRef<HandOver.Event> self = context.getSelf().narrow();
            context.spawn(HandOver.request(program.control, PATIENCE, self), "request");
            return program.behavior();
        });
    }

    private Behavior<Object> behavior() {
        ActorRef<Tcp.Event> self = context.getSelf().narrow();
        return Behaviors.receive(Object.class)
                .onMessage(HandOver.NoPredecessor.class, nobody -> serve(Tcp.Bind.of(self, address)))
                .onMessage(HandOver.Taken.class, taken -> {
                    predecessor = taken.predecessor();
                    return serve(Tcp.Bind.adopt(self, taken.take(NAME)));
                })
                .onMessage(Tcp.Bound.class, this::bound)
                .onMessage(
                        Tcp.CommandFailed.class, failed -> failed(failed.cause().getMessage()))
                .onMessage(HandOver.Failed.class, failed -> failed(failed.cause()))
                .onMessage(HandOver.Complete.class, complete -> {
                    say("has taken over from the one before");
                    return offer();
                })
                .onMessage(HandOver.Offered.class, offered -> Behaviors.same())
                .onMessage(HandOver.HandedOver.class, over -> {
                    say("has handed over, and ends with its last connection");
                    context.watch(Objects.requireNonNull(server));
                    return Behaviors.same();
                })
                .onMessage(Tcp.Unbound.class, unbound -> Behaviors.same())
                .onSignal(Terminated.class, end -> Behaviors.stopped())
                .build();
    }

    private Behavior<Object> serve(Tcp.Bind bind) {
        server = context.spawn(Tcp.serve(bind, TakeOver::echo), "server");
        return Behaviors.same();
    }

    private static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    ByteString who =
                            ByteString.fromString(ProcessHandle.current().pid() + ": ");
                    connection.tell(Tcp.Write.of(who.concat(received.data())));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }

    private Behavior<Object> bound(Tcp.Bound bound) {
        say("listens on port " + bound.localAddress().getPort());
        if (predecessor == null) {
            return offer();
        }
        predecessor.tell(new HandOver.Serving());
        return Behaviors.same();
    }

    private Behavior<Object> offer() {
        ActorRef<HandOver.Event> self = context.getSelf().narrow();
        context.spawn(HandOver.offer(control, Map.of(NAME, Objects.requireNonNull(server)), self), "offer");
        return Behaviors.same();
    }

    private Behavior<Object> failed(@Nullable String cause) {
        say("gives up: " + cause);
        return Behaviors.stopped();
    }

    private static void say(String what) {
        System.out.println(ProcessHandle.current().pid() + " " + what);
    }
}
