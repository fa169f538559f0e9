// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventCounterTest extends OsTest {
    private static final Syscalls SYSCALLS = Syscalls.linux();

    private TestProbe<EventCounter.Event> probe;

    @BeforeEach
    void probe() {
        probe = kit.createTestProbe();
    }

    /** As native code does it. */
    private static long add(int fd, long count) {
        try (NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            memory.buffer().putLong(0, count);
            return SYSCALLS.write(fd, memory.address(), Long.BYTES);
        }
    }

    private EventCounter.Opened opened() {
        return probe.expectMessageClass(EventCounter.Opened.class, PATIENCE);
    }

    @Test
    void whatOthersAddIsTold() {
        EventCounter.counter(kit.system(), 3, probe.ref());
        EventCounter.Opened opened = opened();
        probe.expectMessage(PATIENCE, new EventCounter.Counted(3));
        assertThat(add(opened.fd(), 5)).isEqualTo(Long.BYTES);
        probe.expectMessage(PATIENCE, new EventCounter.Counted(5));
        opened.counter().tell(new EventCounter.Add(7));
        probe.expectMessage(PATIENCE, new EventCounter.Counted(7));
    }

    @Test
    void aSemaphoreGivesOneAtATimeToWhoAsks() {
        ActorRef<EventCounter.Command> semaphore = EventCounter.semaphore(kit.system(), 2, probe.ref());
        EventCounter.Opened opened = opened();
        for (int i = 0; i < 3; i++) {
            semaphore.tell(new EventCounter.Acquire());
        }
        probe.expectMessage(PATIENCE, new EventCounter.Acquired());
        probe.expectMessage(PATIENCE, new EventCounter.Acquired());
        probe.expectNoMessage(Duration.ofMillis(20));
        add(opened.fd(), 2);
        probe.expectMessage(PATIENCE, new EventCounter.Acquired());
        try (NativeMemory memory = NativeMemory.allocate(Long.BYTES)) { // one was left for others
            assertThat(SYSCALLS.read(opened.fd(), memory.address(), Long.BYTES)).isEqualTo(Long.BYTES);
            assertThat(SYSCALLS.read(opened.fd(), memory.address(), Long.BYTES)).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void oneThatNativeCodeHasMadeIsTakenOver() {
        Fd eventfd = Fd.adopt(SYSCALLS, SYSCALLS.eventfd(1, EventNotifier.EFD_CLOEXEC), "eventfd");
        ActorRef<EventCounter.Command> counter = EventCounter.adopt(kit.system(), eventfd, false, probe.ref());
        assertThat(opened().fd()).isEqualTo(eventfd.value());
        probe.expectMessage(PATIENCE, new EventCounter.Counted(1));
        counter.tell(new EventCounter.Close());
        probe.expectTerminated(counter);
        await(() -> !eventfd.isOpen());
    }

    @Test
    void moreThanItHoldsIsRefused() {
        ActorRef<EventCounter.Command> semaphore = EventCounter.semaphore(kit.system(), 0, probe.ref());
        opened();
        EventCounter.Add most = new EventCounter.Add(Long.MAX_VALUE);
        semaphore.tell(most);
        semaphore.tell(most);
        semaphore.tell(most);
        probe.expectMessage(PATIENCE, new EventCounter.AddRefused(most));
        assertThatIllegalArgumentException().isThrownBy(() -> new EventCounter.Add(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventCounter.counter(kit.system(), -1, probe.ref()))
                .withMessage("an eventfd begins with 0 or more: -1");
    }

    @Test
    void failuresAreTold() {
        for (String call : new String[] {"eventfd", "fcntl", "read"}) {
            FaultySyscalls kernel = new FaultySyscalls(SYSCALLS).fail(call, 1, Errno.ENOMEM);
            ActorRef<EventCounter.Command> counter = EventCounter.open(kernel, kit.system(), 1, false, probe.ref());
            EventCounter.Event event = probe.receiveMessage(PATIENCE);
            if (event instanceof EventCounter.Opened) {
                event = probe.receiveMessage(PATIENCE);
            }
            assertThat(event).isInstanceOf(EventCounter.Failed.class);
            probe.expectTerminated(counter);
        }
        FaultySyscalls kernel = new FaultySyscalls(SYSCALLS)
                .fail("read", 1, Errno.EINTR)
                .fail("read", 2, Errno.EAGAIN)
                .fail("write", 1, Errno.EINTR);
        EventCounter.open(kernel, kit.system(), 0, false, probe.ref()).tell(new EventCounter.Add(1));
        opened();
        probe.expectMessage(PATIENCE, new EventCounter.Counted(1));
    }
}
