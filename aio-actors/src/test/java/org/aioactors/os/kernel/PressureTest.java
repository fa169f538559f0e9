// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On real pressure for processors; shorter windows are for the privileged. */
class PressureTest extends OsTest {
    private static final Pressure.Trigger CPU =
            new Pressure.Trigger(Pressure.CPU, Pressure.Share.SOME, Duration.ofMillis(1), Duration.ofSeconds(2));

    private TestProbe<Pressure.Event> probe;

    /** For how many times to wait, some two seconds each. */
    int stalls() {
        return 2;
    }

    @BeforeEach
    void probe() {
        assumeTrue(Files.isWritable(Pressure.CPU), "the kernel measures pressure, and this user may ask for it");
        probe = kit.createTestProbe();
    }

    private ActorRef<Pressure.Command> watch(Syscalls syscalls) {
        ActorRef<Pressure.Command> watch = Pressure.watch(syscalls, kit.system(), CPU, probe.ref());
        Pressure.Event first = probe.receiveMessage(PATIENCE);
        assumeTrue(
                !(first instanceof Pressure.Failed failed && failed.cause().errno() == Errno.EOPNOTSUPP),
                "the kernel measures pressure");
        assertThat(first).isEqualTo(new Pressure.Opened(CPU, watch));
        return watch;
    }

    /** More threads that compute than there are processors. */
    private static final class Busy implements AutoCloseable {
        private final AtomicBoolean enough = new AtomicBoolean();

        void begin() {
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                Thread thread = new Thread(() -> {
                    while (!enough.get()) {
                        Thread.onSpinWait();
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
        }

        @Override
        public void close() {
            enough.set(true);
        }
    }

    @Test
    void tasksThatWaitForAProcessorAreTold() {
        ActorRef<Pressure.Command> watch = watch(Syscalls.linux());
        try (Busy busy = new Busy()) {
            busy.begin();
            for (int i = 0; i < stalls(); i++) {
                Pressure.Stalled stalled = probe.expectMessageClass(Pressure.Stalled.class, PATIENCE);
                assertThat(stalled.trigger()).isEqualTo(CPU);
                assertThat(stalled.some()).isBetween(0.0, 100.0);
                assertThat(stalled.full()).isBetween(0.0, 100.0);
            }
        }
        watch.tell(new Pressure.Close());
        probe.expectTerminated(watch);
        await(() -> openFds("pressure") == 0);
    }

    /** As the kernel answers for a cgroup that was removed. */
    @Test
    void aCgroupThatIsGoneIsTold() {
        ActorRef<Pressure.Command> watch = watch(new FaultySyscalls(Syscalls.linux()).fail("pread", 1, Errno.ENODEV));
        try (Busy busy = new Busy()) {
            busy.begin();
            probe.expectMessage(PATIENCE, new Pressure.Gone(CPU));
        }
        probe.expectTerminated(watch);
    }

    @Test
    void whatIsNotThereIsTold() {
        Pressure.Trigger none = new Pressure.Trigger(
                Path.of("/proc/pressure/none"), Pressure.Share.FULL, Duration.ofMillis(1), Duration.ofSeconds(2));
        ActorRef<Pressure.Command> watch = Pressure.watch(kit.system(), none, probe.ref());
        assertThat(probe.expectMessageClass(Pressure.Failed.class, PATIENCE).cause())
                .hasMessage("openat('/proc/pressure/none'): ENOENT (No such file or directory)");
        probe.expectTerminated(watch);
    }

    @Test
    void aTriggerThatIsRefusedIsTold() {
        FaultySyscalls kernel = new FaultySyscalls(Syscalls.linux()).fail("write", 1, Errno.EBUSY);
        ActorRef<Pressure.Command> watch = Pressure.watch(kernel, kit.system(), CPU, probe.ref());
        assertThat(probe.expectMessageClass(Pressure.Failed.class, PATIENCE).cause())
                .hasMessage("write('some 1000 2000000' to '/proc/pressure/cpu'): EBUSY (Device or resource busy)");
        probe.expectTerminated(watch);
        await(() -> openFds("pressure") == 0);
    }

    @Test
    void timesThatTheKernelWouldNotHaveAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pressure.Trigger(
                        Pressure.IO, Pressure.Share.SOME, Duration.ofMillis(1), Duration.ofMillis(499)))
                .withMessage("window must be from 500 ms to 10 s: PT0.499S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pressure.Trigger(
                        Pressure.MEMORY, Pressure.Share.SOME, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage("stall must be from 1 us to the window: PT2S");
    }
}
