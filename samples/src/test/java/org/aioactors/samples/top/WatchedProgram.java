// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.Objects;
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
          aio { threads = 2, stall-relief = 20 ms, stall-report = 1 s }
        }
        """;

    private WatchedProgram() {}

    public static void main(String[] args) throws IOException {
        ActorSystem<String> system = ActorSystem.create(
                Behaviors.setup(context -> {
                    ActorRef<String> culprit = context.spawn(Behaviors.setup(WatchedProgram::culprit), "culprit");
                    return Behaviors.receiveMessage(message -> {
                        culprit.tell(message);
                        return Behaviors.same();
                    });
                }),
                "watched",
                ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()));
        AioDispatcher unused = dispatcher(system); // JMX begins here, and not in an actor, which it would keep for long
        system.tell("ready");
        system.getWhenTerminated().thenRun(() -> System.out.println("terminated"));
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
            if (c == '\n') {
                system.terminate();
            }
        }
        System.exit(0);
    }

    /** Says what it is told when it has kept its thread for so long that this was reported. */
    private static Behavior<String> culprit(ActorContext<String> context) {
        AioDispatcher dispatcher = dispatcher(context.getSystem());
        return Behaviors.receiveMessage(message -> {
            while (dispatcher.lastStalls().stream()
                    .noneMatch(stall -> stall.culprit().contains("culprit"))) {
                Thread.onSpinWait();
            }
            System.out.println(message);
            return Behaviors.same();
        });
    }

    private static AioDispatcher dispatcher(ActorSystem<?> system) {
        return Objects.requireNonNull(
                Aio.get(system).dispatchers().get("akka.actor.default-dispatcher"), "the default dispatcher");
    }
}
