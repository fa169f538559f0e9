// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.ProcessCalls;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.os.signal.Signal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kernel that refuses. No descriptor and no child may be left, see {@link ProcessTest}. */
class ProcessFaultTest extends ProcessTest {
    private final Faults faults = new Faults();
    private ProcessServices services;

    @BeforeEach
    void startOnTheFaultyKernel() {
        ProcessSettings settings = ProcessSettings.of(kit.system().settings().config());
        services = new ProcessServices(
                settings,
                faults.in(Syscalls.class, Syscalls.linux()),
                faults.in(ProcessCalls.class, ProcessCalls.linux()),
                new AtomicInteger());
        manager = ProcessExtension.get(kit.system()).spawn(services, "faulty-processes");
    }

    private SpawnException failure(ChildOptions options) {
        manager.tell(Processes.Spawn.of(probe.ref(), "sleep", "60").with(options));
        SpawnException cause =
                probe.expectMessageClass(Processes.SpawnFailed.class, PATIENCE).cause();
        await(() -> children() == 0);
        assertThat(services.children()).hasValue(0);
        return cause;
    }

    @ParameterizedTest
    @CsvSource({"pipe2,1", "pipe2,2", "pipe2,3", "fcntl,1", "fcntl,2"})
    void noDescriptorNoChild(String call, int nth) {
        for (int before = 1; before < nth; before++) {
            faults.fail(call, Faults.NONE);
        }
        faults.fail(call, Errno.EMFILE);
        SpawnException cause =
                failure(ChildOptions.DEFAULT.withStreams().withFd(3, 0).withFd(4, 1));
        assertThat(cause.errno()).isEqualTo(Errno.EMFILE);
        assertThat(cause.call()).startsWith(call);
    }

    @Test
    void noFileNoChild() {
        faults.fail("openat", Errno.ENFILE, Errno.EINTR);
        assertThat(failure(ChildOptions.DEFAULT)).hasMessageStartingWith("open('/dev/null'): ENFILE");
        spawn(ChildOptions.DEFAULT, "true");
        assertThat(status().isSuccess()).isTrue();
    }

    @Test
    void noProcessNoChild() {
        faults.fail("spawn", Errno.EAGAIN, Errno.ENOMEM);
        assertThat(failure(ChildOptions.DEFAULT)).hasMessageStartingWith("exec('sleep'): EAGAIN");
        assertThat(failure(ChildOptions.DEFAULT.withStreams())).hasMessageStartingWith("exec('sleep'): ENOMEM");
    }

    /** As of a file system that has an error to report: the child has the file all the same. */
    @Test
    void whatCanNotBeClosedHereKeepsNoChildFromRunning() {
        faults.fail("close", Errno.EIO, Faults.NONE, Errno.EIO);
        spawn(ChildOptions.DEFAULT.withStreams(), "true");
        assertThat(status().isSuccess()).isTrue();
        assertThat(services.children()).hasValue(0);
    }

    /** It runs already, but could not be watched. */
    @Test
    void noPidfdNoChild() {
        faults.fail("pidfdOpen", Errno.EMFILE);
        faults.fail("waitid", Errno.EINTR);
        assertThat(failure(ChildOptions.DEFAULT.withStreams())).hasMessageStartingWith("pidfd_open('sleep'): EMFILE");
    }

    @Test
    void anInterruptedWaitIsRepeated() {
        faults.fail("waitid", Errno.EINTR, Errno.EINTR);
        spawn(ChildOptions.DEFAULT, "true");
        assertThat(status().isSuccess()).isTrue();
    }

    @Test
    void whoWasWaitedForBySomebodyElseHasEndedAllTheSame() {
        faults.fail("waitid", Errno.ECHILD);
        spawn(ChildOptions.DEFAULT, "true");
        assertThat(status()).isEqualTo(new ExitStatus.Unknown());
        assertThat(services.children()).hasValue(0);
    }

    @Test
    void aSignalThatIsRefusedIsTold() {
        Processes.Started started = spawn(ChildOptions.DEFAULT.withOwnGroup(), "sleep", "60");
        faults.fail("pidfdSendSignal", Errno.EPERM, Errno.ESRCH);
        faults.fail("kill", Errno.EPERM);
        Processes.Send send = new Processes.Send(Signal.TERM);
        started.control().tell(send);
        Processes.SignalFailed failed = probe.expectMessageClass(Processes.SignalFailed.class);
        assertThat(failed.command()).isSameAs(send);
        assertThat(failed.reason()).isEqualTo("kill(pid " + started.pid() + "): EPERM (Operation not permitted)");
        started.control().tell(send); // it has just ended
        started.control().tell(new Processes.SignalGroup(Signal.TERM));
        probe.expectMessageClass(Processes.SignalFailed.class);
        started.control().tell(send);
        assertThat(status()).isEqualTo(new ExitStatus.KilledBy(Signal.TERM, false));
    }

    @Test
    void whatNobodyHearsOfIsLogged() {
        faults.fail("pidfdSendSignal", Errno.EPERM);
        LoggingTestKit.warn("SIGTERM could not be sent to child process").expect(kit.system(), () -> {
            spawn(ChildOptions.DEFAULT.withTimeout(Duration.ofMillis(1)), "sleep", "0.1");
            return exited();
        });
    }
}
