// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.dispatch.UnboundedMailbox;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.aioactors.dispatcher.loop.TestOwner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resources bound to the life of an actor. */
class AioMailboxTest {
    private static final DispatcherSelector AIO = DispatcherSelector.fromConfig("aio-default-dispatcher");

    private ActorTestKit kit;
    private TestProbe<String> probe;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(TestConfig.of(""));
        probe = kit.createTestProbe();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** An actor that does this to its mailbox at its start, ends at "stop", and fails at anything else. */
    private static Behavior<String> withMailbox(Consumer<AioMailbox> atStart) {
        return Behaviors.setup(context -> {
            atStart.accept(AioLoop.current().currentMailbox());
            return Behaviors.receive(String.class)
                    .onMessageEquals("stop", Behaviors::stopped)
                    .onAnyMessage(message -> {
                        throw new IllegalStateException("planted");
                    })
                    .build();
        });
    }

    private AutoCloseable resource(String name) {
        return () -> probe.ref().tell("closed " + name + (AioLoop.current() == null ? " elsewhere" : ""));
    }

    @Test
    void resourcesAreClosedOnceNewestFirst() {
        ActorRef<String> actor = kit.spawn(
                withMailbox(mailbox -> {
                    mailbox.onTermination(resource("1"));
                    mailbox.onTermination(resource("2"));
                }),
                AIO);
        probe.expectNoMessage();
        actor.tell("stop");
        probe.expectMessage("closed 2");
        probe.expectMessage("closed 1");
        probe.expectTerminated(actor);
        probe.expectNoMessage();
    }

    @Test
    void aFailureClosesThemToo() {
        ActorRef<String> actor = kit.spawn(withMailbox(mailbox -> mailbox.onTermination(resource("it"))), AIO);
        LoggingTestKit.error("planted").expect(kit.system(), () -> {
            actor.tell("fail");
            probe.expectMessage("closed it");
            return null;
        });
    }

    @Test
    void aRestartDoesNot() {
        Behavior<String> restarting = Behaviors.supervise(
                        withMailbox(mailbox -> mailbox.onTermination(resource("of a start"))))
                .onFailure(SupervisorStrategy.restart().withLoggingEnabled(false));
        ActorRef<String> actor = kit.spawn(restarting, AIO);
        actor.tell("fail");
        probe.expectNoMessage();
        actor.tell("stop");
        probe.expectMessage("closed of a start");
        probe.expectMessage("closed of a start");
    }

    @Test
    void whatIsForgottenIsNotClosed() {
        AutoCloseable forgotten = resource("forgotten");
        ActorRef<String> actor = kit.spawn(
                withMailbox(mailbox -> {
                    mailbox.onTermination(forgotten);
                    mailbox.onTermination(resource("kept"));
                    mailbox.forget(forgotten);
                    mailbox.forget(resource("never registered"));
                }),
                AIO);
        actor.tell("stop");
        probe.expectMessage("closed kept");
        probe.expectTerminated(actor);
        probe.expectNoMessage();
    }

    @Test
    void aResourceThatFailsToCloseIsLoggedAndTheOthersAreClosed() {
        AutoCloseable failing = new AutoCloseable() {
            @Override
            public void close() throws IOException {
                throw new IOException("planted");
            }

            @Override
            public String toString() {
                return "the failing resource";
            }
        };
        ActorRef<String> actor = kit.spawn(
                withMailbox(mailbox -> {
                    mailbox.onTermination(resource("other"));
                    mailbox.onTermination(failing);
                }),
                "unlucky",
                AIO);
        LoggingTestKit.error("closing the failing resource of mailbox of Actor[akka://")
                .expect(kit.system(), () -> {
                    actor.tell("stop");
                    probe.expectMessage("closed other");
                    return null;
                });
        probe.expectTerminated(actor);
    }

    @Test
    void aDesertedLoopDoesNotStopWhileOneIsOpen() throws Exception {
        TestOwner owner = new TestOwner("mailbox-test", 2, 0);
        AioMailbox mailbox = new AioMailbox(new UnboundedMailbox.MessageQueue(), owner.loop, false);
        AutoCloseable resource = () -> {};
        owner.deserted = true;
        onLoop(owner, () -> mailbox.onTermination(resource));
        owner.group.requestStop();
        onLoop(owner, () -> {});
        assertThat(owner.threadsAsked).hasValue(1);
        onLoop(owner, () -> mailbox.forget(resource));
        owner.group.requestStop();
        owner.expectNoThread();
    }

    private static void onLoop(TestOwner owner, Runnable task) throws Exception {
        CompletableFuture.runAsync(task, owner.loop).get(20, TimeUnit.SECONDS);
    }

    @Test
    void postStopStillFindsThemOpen() {
        ActorRef<String> actor = kit.spawn(
                Behaviors.setup(context -> {
                    AioLoop.current().currentMailbox().onTermination(resource("it"));
                    return Behaviors.receive(String.class)
                            .onAnyMessage(message -> Behaviors.stopped())
                            .onSignal(PostStop.class, signal -> {
                                AioLoop.current().currentMailbox().onTermination(resource("late"));
                                probe.ref().tell("post stop");
                                return Behaviors.same();
                            })
                            .build();
                }),
                AIO);
        actor.tell("stop");
        probe.expectMessage("post stop");
        probe.expectMessage("closed late");
        probe.expectMessage("closed it");
    }
}
