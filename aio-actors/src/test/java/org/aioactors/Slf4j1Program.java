// SPDX-License-Identifier: Apache-2.0
package org.aioactors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.linux.IoUringFilter;
import org.slf4j.Logger;

/** What {@link Slf4j1Test} starts: has an actor on our dispatcher answer where io_uring is forbidden. */
final class Slf4j1Program {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONFIG = """
            akka.loglevel = INFO
            one-loop { type = "org.aioactors.dispatcher.AioDispatcherConfigurator", aio.threads = 1 }
            """;

    record Question(String text, ActorRef<String> asker) {}

    private Slf4j1Program() {}

    public static void main(String[] args) {
        try {
            answer();
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1); // the threads of a system that has half started would go on
        }
    }

    private static void answer() throws Exception {
        System.out.println("SLF4J " + (hasFluentCalls() ? "with" : "without") + " Logger.atLevel");
        IoUringFilter.install();
        ActorSystem<Question> system = ActorSystem.create(
                Behaviors.receiveMessage(question -> {
                    question.asker()
                            .tell(question.text() + " on "
                                    + Thread.currentThread().getName());
                    return Behaviors.same();
                }),
                "old-logger",
                ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()),
                DispatcherSelector.fromConfig("one-loop"));
        System.out.println(AskPattern.<Question, String>ask(
                        system, asker -> new Question("answered", asker), PATIENCE, system.scheduler())
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Since 2.0. */
    private static boolean hasFluentCalls() {
        return Arrays.stream(Logger.class.getMethods())
                .anyMatch(method -> method.getName().equals("atLevel"));
    }
}
