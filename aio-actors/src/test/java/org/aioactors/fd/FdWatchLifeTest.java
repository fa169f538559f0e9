// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import static org.aioactors.fd.FdWatch.Interest.READ;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import org.aioactors.aio.linux.Fd;
import org.junit.jupiter.api.Test;

/** How long a watch lives, and who has an fd when two watches want it. */
class FdWatchLifeTest extends FdWatchTest {
    /** Shares the loop of {@link #puppet}, and so may meet its watches. */
    private Puppet neighbour;

    private Puppet neighbour() {
        if (neighbour == null) {
            neighbour = Puppet.spawn(kit, ONE_LOOP);
        }
        return neighbour;
    }

    private void expectNothingFrom(Puppet onTheSameLoop) {
        onTheSameLoop.awaitTurns();
        probe.ref().tell("marker");
        probe.expectMessage("marker");
    }

    @Test
    void aClosedWatchTellsNothing() {
        FdWatch watch = watch(pipe.reader.value());
        arm(watch, READ);
        puppet.run(() -> {
            watch.close();
            watch.close();
        });
        pipe.write();
        expectNothing();
    }

    @Test
    void itEndsWithItsActor() {
        arm(watch(pipe.reader.value()), READ);
        puppet.stop();
        probe.expectTerminated(puppet.actor());
        pipe.write();
        expectNothingFrom(neighbour());
    }

    @Test
    void itEndsWithAnActorThatFails() {
        arm(watch(pipe.reader.value()), READ);
        LoggingTestKit.error("planted").expect(kit.system(), () -> {
            puppet.fail();
            probe.expectTerminated(puppet.actor());
            return null;
        });
        pipe.write();
        expectNothingFrom(neighbour());
    }

    @Test
    void itEndsWithTheActorSystem() {
        arm(watch(pipe.reader.value()), READ);
        kit.shutdownTestKit();
    }

    @Test
    void anEndedActorLeavesTheFdToOthers() {
        arm(watch(pipe.reader.value()), READ);
        puppet.stop();
        probe.expectTerminated(puppet.actor());
        FdWatch second = watch(neighbour(), pipe.reader.value());
        neighbour().run(() -> second.arm(READ));
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
    }

    @Test
    void itsOwnFdIsClosedWithIt() {
        FdWatch watch = owning(pipe.reader);
        arm(watch, READ);
        puppet.run(() -> {
            watch.close();
            watch.close();
        });
        assertThat(pipe.reader.isOpen()).isFalse();
    }

    @Test
    void itsOwnFdIsClosedWithItsActor() {
        arm(owning(pipe.reader), READ);
        puppet.stop();
        probe.expectTerminated(puppet.actor());
        expectNothingFrom(neighbour());
        assertThat(pipe.reader.isOpen()).isFalse();
    }

    @Test
    void itsOwnFdIsClosedWithAnActorThatFails() {
        arm(owning(pipe.reader), READ);
        LoggingTestKit.error("planted").expect(kit.system(), () -> {
            puppet.fail();
            probe.expectTerminated(puppet.actor());
            return null;
        });
        expectNothingFrom(neighbour());
        assertThat(pipe.reader.isOpen()).isFalse();
    }

    @Test
    void tenThousandLeaveNothingBehind() {
        for (int i = 0; i < 100; i++) {
            puppet.run(() -> {
                for (int j = 0; j < 100; j++) {
                    TestPipe opened = new TestPipe();
                    FdWatch watch = FdWatch.owning(opened.reader, probe.ref(), ready -> ready);
                    watch.arm(READ);
                    watch.close();
                    opened.writer.close();
                }
            });
        }
        expectNothing(); // that no fd is left, NoFdLeaks finds
    }

    private FdWatch owning(Fd fd) {
        return puppet.call(() -> FdWatch.owning(fd, probe.ref(), ready -> ready));
    }

    @Test
    void itOutlivesARestart() {
        Puppet restarting = Puppet.spawnRestarting(kit, ONE_LOOP);
        FdWatch watch = watch(restarting, pipe.reader.value());
        restarting.run(() -> watch.arm(READ));
        restarting.fail();
        restarting.awaitTurns();
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
    }

    @Test
    void theWatchOfARestartedActorTakesThePlaceOfTheFormerOne() {
        Puppet restarting = Puppet.spawnRestarting(kit, ONE_LOOP);
        FdWatch former = watch(restarting, pipe.reader.value());
        restarting.run(() -> former.arm(READ));
        for (int i = 0; i < 10; i++) {
            restarting.fail();
            FdWatch next = watch(restarting, pipe.reader.value());
            restarting.run(() -> next.arm(READ));
        }
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
        expectNothingFrom(restarting);
        restarting.stop();
        probe.expectTerminated(restarting.actor());
        expectNothing();
    }

    @Test
    void ofTwoWatchesOnOneLoopTheLastArmedHasTheFd() {
        FdWatch first = puppet.call(() -> FdWatch.create(pipe.reader.value(), probe.ref(), ready -> "first"));
        FdWatch second = puppet.call(() -> FdWatch.create(pipe.reader.value(), probe.ref(), ready -> "second"));
        puppet.run(() -> {
            first.arm(READ);
            second.arm(READ);
        });
        pipe.write();
        probe.expectMessage("second");
        expectNothing();
        puppet.run(() -> {
            second.arm(READ);
            first.arm(READ);
        });
        probe.expectMessage("first");
    }

    @Test
    void aDisplacedWatchDoesNotDisturbTheOneThatTookItsPlace() {
        FdWatch first = watch(pipe.reader.value());
        FdWatch second = puppet.call(() -> FdWatch.create(pipe.reader.value(), probe.ref(), ready -> "second"));
        puppet.run(() -> {
            first.arm(READ);
            second.arm(READ);
            first.disarm();
            first.close();
        });
        pipe.write();
        probe.expectMessage("second");
    }

    @Test
    void watchesOnTwoLoopsBothTell() {
        Puppet elsewhere = Puppet.spawn(kit, "aio-default-dispatcher");
        FdWatch reading = watch(pipe.reader.value());
        FdWatch again = elsewhere.call(() -> FdWatch.create(pipe.reader.value(), probe.ref(), ready -> "elsewhere"));
        arm(reading, READ);
        elsewhere.run(() -> again.arm(READ));
        pipe.write();
        probe.expectMessageClass(Object.class);
        probe.expectMessageClass(Object.class);
        expectNothing();
    }

    @Test
    void anFdNumberMayBeUsedAgain() {
        int number = pipe.reader.value();
        FdWatch watch = watch(number);
        arm(watch, READ);
        puppet.run(watch::close);
        pipe.close();
        pipe = new TestPipe();
        FdWatch next = watch(pipe.reader.value());
        arm(next, READ);
        expectNothing();
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
    }
}
