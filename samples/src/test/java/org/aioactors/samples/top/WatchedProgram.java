// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import org.aioactors.Aio;
import org.aioactors.dispatcher.AioDispatcher;

/**
 * A program to be watched, in a JVM of its own: its default dispatcher has two loops and a stall. It says {@code ready}, and ends
 * with its input; at the line {@code terminate} its actor system ends, and it says {@code terminated}.
 */
public final class WatchedProgram {
    private static final String CONFIG = """
        akka.actor.default-dispatcher {
          type = "org.aioactors.dispatcher.AioDispatcherConfigurator"
          aio { threads = 2, stall-relief = 20 ms, stall-report = 20 ms }
        }
        """;

    private WatchedProgram() {}

    public static void main(String[] args) throws IOException {
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.setup(context -> {
                    AioDispatcher dispatcher =
                            Aio.get(context.getSystem()).dispatchers().get("akka.actor.default-dispatcher");
                    ActorRef<String> culprit = context.spawn(
                            Behaviors.receiveMessage(message -> {
                                while (dispatcher.stalls() == 0) {
                                    Thread.onSpinWait();
                                }
                                System.out.println(message);
                                return Behaviors.same();
                            }),
                            "culprit");
                    culprit.tell("ready");
                    return Behaviors.empty();
                }),
                "watched",
                ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()));
        system.getWhenTerminated().thenRun(() -> System.out.println("terminated"));
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
            if (c == '\n') {
                system.terminate();
            }
        }
        System.exit(0);
    }
}
