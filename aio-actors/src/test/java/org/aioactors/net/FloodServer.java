// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.Aio;

/**
 * A process of its own: the echo server of a newcomer, whose handlers need a millisecond a message, on the dispatcher that
 * the first argument names; borrowing what they receive, if the second one says true. Prints its port, and ends when its input does.
 */
final class FloodServer {
    private static final long EACH_MESSAGE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private FloodServer() {}

    public static void main(String[] arguments) throws Exception {
        ActorSystem<Tcp.Event> system = ActorSystem.create(
                server(arguments[0], Boolean.parseBoolean(arguments[1])),
                "flood",
                ConfigFactory.parseString(
                                "akka.logger-startup-timeout = 60 s, pinned { type = PinnedDispatcher, executor = thread-pool-executor }")
                        .withFallback(ConfigFactory.load()));
        while (System.in.read() >= 0) {
            // until the test is done
        }
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Behavior<Tcp.Event> server(String dispatcher, boolean borrowed) {
        return Behaviors.setup(context -> {
            Props handlers = DispatcherSelector.fromConfig(dispatcher);
            Runnable work = () -> LockSupport.parkNanos(EACH_MESSAGE_NS);
            Behavior<Tcp.Event> echo = borrowed
                    ? ReadmeEcho.borrowingServer(context.getSelf(), handlers, work)
                    : ReadmeEcho.server(context.getSelf(), handlers, work);
            Aio.get(context.getSystem())
                    .tcp()
                    .tell(Tcp.Bind.of(
                            context.spawn(echo, "echo"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Bound.class, bound -> {
                        System.out.println("port " + bound.localAddress().getPort());
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
