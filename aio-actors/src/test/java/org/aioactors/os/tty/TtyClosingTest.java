// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.Test;

/** Whatever a terminal is told is answered, also while it is closed. */
class TtyClosingTest extends TtyTest {
    private final FakeLine line = new FakeLine();

    private void expectCancelled(Tty.Control request) {
        Tty.Failed failed = owner.expectMessageClass(Tty.Failed.class, PATIENCE);
        assertThat(failed.request()).isEqualTo(request);
        assertThat(failed.cause().errno()).isEqualTo(Errno.ECANCELED);
        assertThat(failed.cause()).hasMessageContaining("it is closed, or about to be");
    }

    @Test
    void twoThatWaitForTheSameAreBothAnswered() {
        terminals = TtyExtension.get(kit.system()).spawn(line.syscalls(), "fake-lines");
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        line.unsent(10);
        Tty.Drain drain = new Tty.Drain(owner.ref());
        opened.control().tell(drain);
        opened.control().tell(new Tty.Drain(owner.ref())); // which equals it
        owner.expectNoMessage(TtyControl.DRAIN_INTERVAL.multipliedBy(2));
        line.unsent(0);
        owner.expectMessage(PATIENCE, new Tty.Done(drain));
        owner.expectMessage(PATIENCE, new Tty.Done(drain));
        close(opened);
    }

    @Test
    void whoWaitsForALineThatIsClosedIsAnswered() {
        terminals = TtyExtension.get(kit.system()).spawn(line.syscalls(), "fake-lines");
        Tty.Opened opened =
                open(TerminalOptions.serial(9_600).withDrainTimeout(TtyControl.DRAIN_INTERVAL.multipliedBy(3)));
        line.unsent(10);
        Tty.Drain drain = new Tty.Drain(owner.ref());
        opened.control().tell(drain);
        opened.connection().tell(new Tcp.Close());
        expectCancelled(drain);
        owner.expectTerminated(opened.control(), PATIENCE);
    }

    @Test
    void whoWaitsWithAClosingThatWaitsIsAnswered() {
        terminals = TtyExtension.get(kit.system()).spawn(line.syscalls(), "fake-lines");
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        line.unsent(10);
        Tty.Drain drain = new Tty.Drain(owner.ref());
        opened.control().tell(drain);
        opened.connection().tell(new Tcp.Close());
        bytes.expectMessage(PATIENCE, new Tcp.Closed());
        line.unsent(0);
        Tty.Event answer = owner.expectMessageClass(Tty.Event.class, PATIENCE);
        assertThat(answer).isInstanceOfAny(Tty.Done.class, Tty.Failed.class);
        owner.expectTerminated(opened.control(), PATIENCE);
    }

    /** A kernel whose close takes its time, where a thread other than a loop's calls it. */
    private static Syscalls slowToClose(Semaphore closing, CountDownLatch goOn) {
        Syscalls linux = Syscalls.linux();
        return (Syscalls) Proxy.newProxyInstance(
                Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")
                            && Thread.currentThread().getName().contains("-offload-")) {
                        closing.release();
                        goOn.await();
                    }
                    try {
                        return method.invoke(linux, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Another thread closes the descriptor, whose number may be another file's at any moment. */
    @Test
    void whatItIsToldWhileAThreadClosesItIsAnswered() throws InterruptedException {
        Semaphore closing = new Semaphore(0);
        CountDownLatch goOn = new CountDownLatch(1);
        terminals = TtyExtension.get(kit.system()).spawn(slowToClose(closing, goOn), "slow");
        Tty.Opened opened = open(TerminalOptions.raw());
        opened.connection().tell(new Tcp.Abort());
        closing.acquire();
        List<Tty.Control> requests = new ArrayList<>(List.of(
                new Tty.ReadLine(owner.ref()),
                new Tty.ReadSize(owner.ref()),
                new Tty.ReadModem(owner.ref()),
                new Tty.Drain(owner.ref()),
                new Tty.Discard(true, true, owner.ref()),
                new Tty.SendBreak(Duration.ofMillis(1), owner.ref()),
                new Tty.SetModem(Set.of(ModemLine.DTR), Set.of(), owner.ref()),
                new Tty.Configure(TerminalOptions.raw(), owner.ref())));
        for (Tty.Control request : requests) {
            opened.control().tell(request);
            expectCancelled(request);
        }
        goOn.countDown();
        owner.expectTerminated(opened.control(), PATIENCE);
    }
}
