// SPDX-License-Identifier: Apache-2.0
package org.aioactors.sidebyside;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aioactors.pekko.Aio;
import org.aioactors.pekko.net.Tcp;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.MailboxSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/** Of Pekko; {@link AkkaVariant} is the same with other imports. */
final class PekkoVariant implements Variant {
    private final ActorSystem<Void> system =
            ActorSystem.create(Behaviors.empty(), NAME, Variant.config("pekko", "org.aioactors.pekko"));

    @Override
    public CompletableFuture<String> pinnedThread() {
        CompletableFuture<String> thread = new CompletableFuture<>();
        Behavior<Void> behavior = Behaviors.setup(context -> {
            thread.complete(Thread.currentThread().getName());
            return Behaviors.stopped();
        });
        system.systemActorOf(behavior, "pinned", pinned());
        return thread;
    }

    private static Props pinned() {
        return MailboxSelector.fromConfig("aio.pekko-pinned-mailbox")
                .withDispatcherFromConfig("aio-pekko-default-dispatcher");
    }

    @Override
    public CompletableFuture<String> timerThread() {
        CompletableFuture<String> thread = new CompletableFuture<>();
        Runnable tell = () -> thread.complete(Thread.currentThread().getName());
        system.scheduler().scheduleOnce(Duration.ofMillis(1), tell, system.executionContext());
        return thread;
    }

    @Override
    public CompletableFuture<InetSocketAddress> echo() {
        CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Behavior<Tcp.Event> listener = Behaviors.setup(context -> {
            Aio.get(system).tcp().tell(Tcp.Bind.of(context.getSelf(), any));
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Bound.class, bound -> {
                        address.complete(bound.localAddress());
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.Connected.class, connected -> {
                        ActorRef<Tcp.Event> handler =
                                context.spawnAnonymous(echo(connected.connection()), connected.sameLoop());
                        connected.connection().tell(Tcp.Register.of(handler));
                        return Behaviors.same();
                    })
                    .build();
        });
        system.systemActorOf(listener, "echo", Props.empty());
        return address;
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

    @Override
    public CompletableFuture<Integer> ask(InetSocketAddress address, int sent) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Behavior<Tcp.Event> client = Behaviors.setup(context -> {
            Aio.get(system).tcp().tell(new Tcp.Connect(context.getSelf(), address));
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Connected.class, connected -> {
                        connected.connection().tell(Tcp.Register.of(context.getSelf()));
                        connected.connection().tell(Tcp.Write.of(ByteString.fromInts(sent)));
                        return Behaviors.same();
                    })
                    .onMessage(Tcp.Received.class, received -> {
                        answer.complete((int) received.data().head());
                        return Behaviors.stopped();
                    })
                    .build();
        });
        system.systemActorOf(client, "client", Props.empty());
        return answer;
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
