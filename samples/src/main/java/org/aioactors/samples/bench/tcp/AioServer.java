// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.function.Function;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.aioactors.net.Tls;

/** What the servers with our TCP share: the monitor is configured, and it is said when they listen. */
final class AioServer {
    static final ListenOptions OPTIONS = ListenOptions.DEFAULT.withBacklog(ServerArguments.BACKLOG);

    private AioServer() {}

    /** Starts an actor system with a server; {@code handler} as below. */
    static void start(
            ServerArguments arguments,
            Function<ActorContext<?>, Function<ActorRef<Tcp.ConnectionCommand>, Behavior<Tcp.Event>>> handler) {
        start(arguments, OPTIONS, handler);
    }

    /**
     * The same with options of its own.
     *
     * @param handler makes what makes the behavior of each connection's handler
     */
    static void start(
            ServerArguments arguments,
            ListenOptions options,
            Function<ActorContext<?>, Function<ActorRef<Tcp.ConnectionCommand>, Behavior<Tcp.Event>>> handler) {
        Behavior<Tcp.Event> guardian = Behaviors.setup(context -> {
            Tcp.Bind bind = Tcp.Bind.of(context.getSelf(), arguments.address()).with(secured(options, arguments));
            context.watch(context.spawn(Tcp.serve(bind, handler.apply(context)), "server"));
            return Behaviors.receive(Tcp.Event.class)
                    .onMessage(Tcp.Bound.class, bound -> {
                        ServerArguments.ready(bound.localAddress());
                        return Behaviors.same();
                    })
                    .build();
        });
        ActorSystem.create(guardian, "bench", config(arguments));
    }

    private static ListenOptions secured(ListenOptions options, ServerArguments arguments) {
        if (!arguments.tls()) {
            return options;
        }
        Tls tls = Tls.of(BenchTls.serverContext())
                .withProtocols(BenchTls.PROTOCOL)
                .withCipherSuites(BenchTls.CIPHER_SUITE);
        return options.withTls(tls);
    }

    /** The chat server's application.conf does not count here. */
    private static Config config(ServerArguments arguments) {
        String monitor = arguments.text("--monitor", "auto");
        return ConfigFactory.defaultOverrides()
                .withFallback(ConfigFactory.parseMap(Map.of("aio-default-dispatcher.aio.fd-monitor", monitor)))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }
}
