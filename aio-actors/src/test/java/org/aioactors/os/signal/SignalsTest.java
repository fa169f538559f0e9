// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aioactors.Aio;
import org.aioactors.dispatcher.TestConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to this JVM, sent by kill(1): such as would end it if they were not watched, and such as would not. */
class SignalsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ActorTestKit kit;
    private TestProbe<Signals.Event> probe;
    private ActorRef<Signals.Command> signals;

    @BeforeEach
    void start() {
        kit = ActorTestKit.create("signals", TestConfig.of(""));
        probe = kit.createTestProbe();
        signals = Aio.get(kit.system()).signals();
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private static void kill(Signal signal) {
        try {
            Process kill = new ProcessBuilder(
                            "kill",
                            "-" + signal.name(),
                            Long.toString(ProcessHandle.current().pid()))
                    .start();
            assertThat(kill.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(kill.exitValue()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void watch(Signal signal, TestProbe<Signals.Event> by) {
        signals.tell(new Signals.Watch(signal, by.ref()));
        assertThat(by.expectMessageClass(Signals.Watching.class).signal()).isEqualTo(signal);
    }

    private static void expectRaised(Signal signal, TestProbe<Signals.Event> by) {
        assertThat(by.expectMessageClass(Signals.Raised.class, PATIENCE)).isEqualTo(new Signals.Raised(signal, 1));
    }

    @Test
    void aSignalIsToldToAllWhoWatchIt() {
        TestProbe<Signals.Event> other = kit.createTestProbe();
        watch(Signal.USR1, probe);
        watch(Signal.USR1, other);
        watch(Signal.WINCH, other);
        kill(Signal.USR1);
        expectRaised(Signal.USR1, probe);
        expectRaised(Signal.USR1, other);
        kill(Signal.WINCH);
        expectRaised(Signal.WINCH, other);
        signals.tell(new Signals.Unwatch(Signal.USR1, probe.ref()));
        watch(Signal.WINCH, probe); // behind it
        kill(Signal.USR1);
        expectRaised(Signal.USR1, other);
        kill(Signal.WINCH);
        expectRaised(Signal.WINCH, probe);
        expectRaised(Signal.WINCH, other);
    }

    @Test
    void watchingTwiceIsWatchingOnce() {
        watch(Signal.USR1, probe);
        watch(Signal.USR1, probe);
        kill(Signal.USR1);
        expectRaised(Signal.USR1, probe);
        probe.expectNoMessage(Duration.ofMillis(50));
        signals.tell(new Signals.Unwatch(Signal.HUP, probe.ref())); // means nothing
        kill(Signal.USR1);
        expectRaised(Signal.USR1, probe);
    }

    /** Also those of another actor system of this JVM. */
    @Test
    void whoHasStoppedIsNotTold() {
        watch(Signal.USR1, probe);
        TestProbe<Signals.Event> other = kit.createTestProbe();
        watch(Signal.USR1, other);
        other.stop();
        probe.expectTerminated(other.ref());
        ActorTestKit second = ActorTestKit.create("second", TestConfig.of(""));
        TestProbe<Signals.Event> there = second.createTestProbe();
        Aio.get(second.system()).signals().tell(new Signals.Watch(Signal.USR1, there.ref()));
        there.expectMessageClass(Signals.Watching.class);
        kill(Signal.USR1);
        expectRaised(Signal.USR1, probe);
        expectRaised(Signal.USR1, there);
        second.shutdownTestKit();
        kill(Signal.USR1);
        expectRaised(Signal.USR1, probe);
    }

    @Test
    void thoseThatComeMeanwhileAreCounted() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        ActorRef<Signals.Event> busy = kit.spawn(Behaviors.receiveMessage(event -> {
            if (event instanceof Signals.Watching) {
                go.await();
            }
            probe.ref().tell(event);
            return Behaviors.same();
        }));
        signals.tell(new Signals.Watch(Signal.USR1, busy));
        TestProbe<Signals.Event> other = kit.createTestProbe();
        watch(Signal.USR1, other);
        int sent = 5;
        for (int i = 0; i < sent; i++) {
            kill(Signal.USR1);
            expectRaised(Signal.USR1, other);
        }
        go.countDown();
        probe.expectMessageClass(Signals.Watching.class);
        assertThat(probe.expectMessageClass(Signals.Raised.class).count()).isEqualTo(1);
        assertThat(probe.expectMessageClass(Signals.Raised.class).count()).isEqualTo(sent - 1);
        kill(Signal.USR1);
        expectRaised(Signal.USR1, probe);
    }

    @ParameterizedTest
    @CsvSource({
        "KILL,no process can have it: it ends the process",
        "STOP,no process can have it: it stops the process",
        "QUIT,the JVM prints its stacks when it comes",
        "SEGV,the JVM needs it for the code that it runs",
        "FPE,the JVM needs it for the code that it runs",
        "PIPE,'the JVM takes it, so that a write without a reader is an error'",
        "USR2,'the JVM suspends its threads with it, as for the Flight Recorder'",
        "CHLD,the JDK takes it when it starts its first process; Aio.get(system).processes() tells of children"
    })
    void whatCantBeHadIsRefusedWithTheReason(String name, String reason) {
        Signal signal = Signal.of(name);
        signals.tell(new Signals.Watch(signal, probe.ref()));
        assertThat(probe.expectMessageClass(Signals.Refused.class)).isEqualTo(new Signals.Refused(signal, reason));
    }

    @Test
    void oneWithoutANameIsRefused() {
        Signal realtime = new Signal(40);
        signals.tell(new Signals.Watch(realtime, probe.ref()));
        assertThat(probe.expectMessageClass(Signals.Refused.class).reason()).startsWith("the JVM refuses it: ");
    }
}
