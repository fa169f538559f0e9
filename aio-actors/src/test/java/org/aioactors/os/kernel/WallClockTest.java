// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Instant;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clock of a machine is not set by tests: what the kernel says when it is set is put in its mouth. */
class WallClockTest extends OsTest {
    private final FaultySyscalls kernel = new FaultySyscalls(Syscalls.linux());
    private TestProbe<WallClock.Event> probe;

    @BeforeEach
    void probe() {
        probe = kit.createTestProbe();
    }

    private ActorRef<WallClock.Command> open() {
        return WallClock.open(kernel, kit.system(), probe.ref());
    }

    @Test
    void aTimeOfDayComes() {
        ActorRef<WallClock.Command> clock = WallClock.open(kit.system(), probe.ref());
        Instant due = Instant.now().plusMillis(30);
        clock.tell(new WallClock.Set(due));
        probe.expectMessage(PATIENCE, new WallClock.Due(due));
        assertThat(Instant.now()).isAfterOrEqualTo(due);
        Instant past = Instant.ofEpochSecond(-1);
        clock.tell(new WallClock.Set(past));
        probe.expectMessage(PATIENCE, new WallClock.Due(past));
    }

    @Test
    void theLastTimeCountsAndIsTakenBack() {
        ActorRef<WallClock.Command> clock = open();
        clock.tell(new WallClock.Set(Instant.MAX));
        clock.tell(new WallClock.Clear());
        Instant due = Instant.now();
        clock.tell(new WallClock.Set(due));
        probe.expectMessage(PATIENCE, new WallClock.Due(due));
    }

    @Test
    void aClockThatWasSetIsToldAndTheTimeStillAwaited() {
        kernel.fail("read", 1, Errno.ECANCELED);
        Instant due = Instant.now().plusMillis(10);
        open().tell(new WallClock.Set(due));
        assertThat(probe.receiveMessage(PATIENCE)).isInstanceOf(WallClock.Changed.class);
        probe.expectMessage(PATIENCE, new WallClock.Due(due));
    }

    @Test
    void aClockThatWasSetWhileATimeWasSetIsTold() {
        kernel.fail("timerfdSettime", 2, Errno.ECANCELED);
        ActorRef<WallClock.Command> clock = open();
        clock.tell(new WallClock.Set(Instant.MAX));
        assertThat(probe.receiveMessage(PATIENCE)).isInstanceOf(WallClock.Changed.class);
    }

    @Test
    void failuresAreTold() {
        kernel.fail("timerfdCreate", 1, Errno.EMFILE).fail("timerfdSettime", 1, Errno.EINVAL);
        ActorRef<WallClock.Command> clock = open();
        assertThat(probe.expectMessageClass(WallClock.Failed.class, PATIENCE).cause())
                .hasMessage("timerfd_create: EMFILE (Too many open files)");
        probe.expectTerminated(clock);
        clock = open();
        assertThat(probe.expectMessageClass(WallClock.Failed.class, PATIENCE)
                        .cause()
                        .call())
                .isEqualTo("timerfd_settime");
        probe.expectTerminated(clock);
        await(() -> openFds("timerfd") == 0);
    }

    @Test
    void itEndsWithItsListener() {
        ActorRef<WallClock.Command> clock = open();
        clock.tell(new WallClock.Set(Instant.now()));
        probe.receiveMessage(PATIENCE);
        assertThat(openFds("timerfd")).isEqualTo(1);
        probe.stop();
        kit.createTestProbe().expectTerminated(clock);
        await(() -> openFds("timerfd") == 0);
    }
}
