// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.TimeUnit;
import org.aioactors.dispatcher.AioDispatcher;

/** What {@link WithoutMicrometerTest} starts: uses the extension with all its metrics. */
final class WithoutMicrometerProgram {
    private static final String CONFIG = """
        akka.loglevel = WARNING
        one-loop { type = "org.aioactors.dispatcher.AioDispatcherConfigurator", aio.threads = 1 }
        """;

    private WithoutMicrometerProgram() {}

    public static void main(String[] args) throws Exception {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "plain",
                ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()),
                DispatcherSelector.fromConfig("one-loop"));
        try {
            System.out.println("Micrometer: " + isThere("io.micrometer.core.instrument.MeterRegistry"));
            Aio aio = Aio.get(system);
            aio.tcp();
            aio.udp();
            AioDispatcher dispatcher = aio.dispatchers().get("one-loop");
            System.out.println("loops: " + dispatcher.metrics().loops().size());
            System.out.println("connections: " + aio.tcpMetrics().outgoing().connections());
            System.out.println("sockets: " + aio.udpMetrics().connected().sockets());
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
