// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.aioactors.net.Tcp;
import org.aioactors.os.signal.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a child lives: its owner, its time, its system; and how many there may be. */
class ProcessLifeTest extends ProcessTest {
    @Override
    String config() {
        return "aio.process { max-children = 3, kill-delay = 50 ms }";
    }

    /** Tells the probe what it hears, and does what a text says. */
    private Behavior<Object> owner() {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof Processes.Event event) {
                probe.ref().tell(event);
                return Behaviors.same();
            }
            if (message.equals("fail")) {
                throw new IllegalStateException("planted");
            }
            return Behaviors.stopped();
        });
    }

    private Processes.Started spawnFor(ActorRef<Object> owner, ChildOptions options, String... command) {
        manager.tell(new Processes.Spawn(List.of(command), options, owner));
        return probe.expectMessageClass(Processes.Started.class, PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"akka.actor.default-dispatcher", "aio-default-dispatcher"})
    void aChildIsKilledWhenItsOwnerStops(String dispatcher) {
        ActorRef<Object> owner = kit.spawn(owner(), DispatcherSelector.fromConfig(dispatcher));
        Processes.Started started = spawnFor(owner, ChildOptions.DEFAULT, "sleep", "60");
        owner.tell("stop");
        probe.expectTerminated(started.control());
        assertThat(isAlive(started.pid())).isFalse();
        probe.expectNoMessage(Duration.ofMillis(20)); // who has gone hears nothing
    }

    @Test
    void aChildIsKilledWhenItsOwnerFails() {
        ActorRef<Object> owner = kit.spawn(owner());
        Processes.Started started = spawnFor(owner, ChildOptions.DEFAULT, "sleep", "60");
        LoggingTestKit.error("planted").expect(kit.system(), () -> {
            owner.tell("fail");
            probe.expectTerminated(started.control());
            return null;
        });
        assertThat(isAlive(started.pid())).isFalse();
    }

    @Test
    void theGroupIsKilledWithIt() {
        ActorRef<Object> owner = kit.spawn(owner());
        Processes.Started started = spawnFor(owner, OUTPUT.withOwnGroup(), "sh", "-c", "sleep 60 & echo ready; wait");
        TestProbe<Tcp.Event> reader = kit.createTestProbe();
        Objects.requireNonNull(started.stdout()).tell(Tcp.Register.of(reader.ref()));
        reader.expectMessageClass(Tcp.Received.class);
        owner.tell("stop");
        assertThat(rest(reader)).isEmpty();
        probe.expectTerminated(started.control());
    }

    @Test
    void aChildMayBeLeft() {
        ActorRef<Object> owner = kit.spawn(owner());
        ChildOptions options = ChildOptions.DEFAULT.withAtOwnersEnd(ChildOptions.AtOwnersEnd.LEAVE);
        Processes.Started started = spawnFor(owner, options, "sleep", "60");
        owner.tell("stop");
        probe.expectTerminated(owner);
        probe.expectNoMessage(Duration.ofMillis(50));
        assertThat(isAlive(started.pid())).isTrue();
        started.control().tell(new Processes.Send(Signal.KILL));
        probe.expectTerminated(started.control());
        assertThat(isAlive(started.pid())).isFalse(); // waited for all the same
    }

    @Test
    void aChildMayBeAskedToEndFirst() {
        ActorRef<Object> owner = kit.spawn(owner());
        ChildOptions options = OUTPUT.withAtOwnersEnd(ChildOptions.AtOwnersEnd.TERMINATE);
        Processes.Started started = spawnFor(
                owner, options, "sh", "-c", "trap 'echo bye; exit' TERM; echo ready; while :; do sleep 0.01; done");
        TestProbe<Tcp.Event> reader = kit.createTestProbe();
        Objects.requireNonNull(started.stdout()).tell(Tcp.Register.of(reader.ref()));
        assertThat(reader.expectMessageClass(Tcp.Received.class).data()).isEqualTo(bytes("ready\n"));
        owner.tell("stop");
        assertThat(rest(reader)).isEqualTo("bye\n");
    }

    @Test
    void whoWaitsNotForItsChildHasItKilled() {
        ActorRef<Object> owner = kit.spawn(owner());
        owner.tell("stop");
        probe.expectTerminated(owner);
        manager.tell(new Processes.Spawn(List.of("sleep", "60"), ChildOptions.DEFAULT, owner));
        shellEndsAndNobodyIsLeft();
    }

    private void shellEndsAndNobodyIsLeft() {
        shell(ChildOptions.DEFAULT, "exit 0"); // behind the other
        exited();
        await(() -> children() == 0);
    }

    @Test
    void timeIsLimitedByTermThenKill() {
        ChildOptions options = ChildOptions.DEFAULT.withTimeout(Duration.ofMillis(50));
        spawn(options, "sleep", "60");
        Processes.Exited exited = exited();
        assertThat(exited.timedOut()).isTrue();
        assertThat(exited.status()).isEqualTo(new ExitStatus.KilledBy(Signal.TERM, false));
        shell(options.withTimeout(Duration.ofMillis(300)), "trap '' TERM; while :; do sleep 0.01; done");
        exited = exited();
        assertThat(exited.timedOut()).isTrue();
        assertThat(exited.status()).isEqualTo(new ExitStatus.KilledBy(Signal.KILL, false));
        spawn(ChildOptions.DEFAULT.withTimeout(Duration.ofSeconds(60)), "true");
        assertThat(exited().timedOut()).isFalse();
    }

    @Test
    void terminateIsTermThenKill() {
        Processes.Started started = shell(
                OUTPUT.withTimeout(Duration.ofSeconds(60)), "trap '' TERM; echo ready; while :; do sleep 0.01; done");
        TestProbe<Tcp.Event> reader = kit.createTestProbe();
        Objects.requireNonNull(started.stdout()).tell(Tcp.Register.of(reader.ref()));
        reader.expectMessageClass(Tcp.Received.class);
        started.control().tell(new Processes.Terminate(Duration.ofMillis(20)));
        Processes.Exited exited = exited();
        assertThat(exited.status()).isEqualTo(new ExitStatus.KilledBy(Signal.KILL, false));
        assertThat(exited.timedOut()).isFalse();
    }

    @Test
    void asManyLiveAsMay() {
        for (int i = 0; i < 3; i++) {
            spawn(ChildOptions.DEFAULT, "sleep", "60");
        }
        Processes.Spawn more = Processes.Spawn.of(probe.ref(), "true");
        manager.tell(more);
        Processes.SpawnRefused refused = probe.expectMessageClass(Processes.SpawnRefused.class);
        assertThat(refused.reason()).isEqualTo("3 children live already, or are about to (aio.process.max-children)");
        assertThat(refused.request()).isSameAs(more);
        ProcessHandle.current().children().findFirst().orElseThrow().destroyForcibly();
        exited();
        spawn(ChildOptions.DEFAULT, "true");
        exited();
    }

    @Test
    void childrenEndWithTheSystem() {
        Processes.Started one = spawn(ChildOptions.DEFAULT, "sleep", "60");
        Processes.Started two = shell(ChildOptions.DEFAULT.withOwnGroup().withStreams(), "sleep 60 | sleep 60");
        kit.shutdownTestKit();
        await(() -> children() == 0);
        assertThat(isAlive(one.pid()) || isAlive(two.pid())).isFalse();
    }

    /** Who is left lives longer than its loop, and is waited for all the same. */
    @Test
    void whoIsLeftByItsSystemIsWaitedFor() {
        ChildOptions options = ChildOptions.DEFAULT.withAtOwnersEnd(ChildOptions.AtOwnersEnd.LEAVE);
        Processes.Started started = spawn(options, "sleep", "60");
        kit.shutdownTestKit();
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("aio-orphans")));
        assertThat(isAlive(started.pid())).isTrue();
        ProcessHandle.of(started.pid()).orElseThrow().destroyForcibly();
        await(() -> children() == 0);
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("aio-orphans")));
    }
}
