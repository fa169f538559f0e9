// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FdLeakExtension.class)
class EventNotifierTest {
    /** The largest value of an eventfd's counter: adding 1 more would block, eventfd(2). */
    private static final long FULL = 0xfffffffffffffffeL;

    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());

    @Test
    void isReadableFromSetToClear() {
        try (EventNotifier notifier = EventNotifier.create(syscalls)) {
            assertThat(FdIo.isReady(notifier.fd(), PollFds.POLLIN)).isFalse();
            assertThat(notifier.testAndClear()).isFalse();
            notifier.set();
            notifier.set();
            assertThat(FdIo.isReady(notifier.fd(), PollFds.POLLIN)).isTrue();
            assertThat(notifier.testAndClear()).isTrue();
            assertThat(FdIo.isReady(notifier.fd(), PollFds.POLLIN)).isFalse();
            assertThat(notifier.testAndClear()).isFalse();
        }
    }

    @Test
    void isNonBlockingAndCloseOnExec() {
        try (EventNotifier notifier = EventNotifier.create(syscalls)) {
            assertThat(syscalls.fcntl(notifier.fd(), Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK)
                    .isNotZero();
            assertThat(syscalls.fcntl(notifier.fd(), Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
        }
    }

    @Test
    void wakesAThreadThatWaits() throws Exception {
        try (EventNotifier notifier = EventNotifier.create(syscalls)) {
            CompletableFuture<Integer> revents =
                    CompletableFuture.supplyAsync(() -> FdIo.await(notifier.fd(), PollFds.POLLIN));
            notifier.set();
            assertThat(revents.get(30, TimeUnit.SECONDS)).isEqualTo(PollFds.POLLIN);
        }
    }

    @Test
    void staysSetWhenTheCounterIsFull() {
        try (EventNotifier notifier = EventNotifier.create(syscalls)) {
            assertThat(FdIo.writeLong(notifier.fd(), FULL)).isEqualTo(Long.BYTES);
            assertThat(FdIo.writeLong(notifier.fd(), 1)).isEqualTo(-Errno.EAGAIN);
            notifier.set();
            assertThat(notifier.testAndClear()).isTrue();
            assertThat(notifier.testAndClear()).isFalse();
        }
    }

    @Test
    void repeatsInterruptedCalls() {
        syscalls.fail("write", 1, Errno.EINTR).fail("read", 1, Errno.EINTR);
        try (EventNotifier notifier = EventNotifier.create(syscalls)) {
            notifier.set();
            assertThat(notifier.testAndClear()).isTrue();
        }
    }

    @Test
    void reportsOtherErrors() {
        syscalls.fail("write", 1, Errno.EBADF).fail("read", 1, Errno.EBADF);
        try (EventNotifier notifier = EventNotifier.create(syscalls)) {
            assertThatThrownBy(notifier::set)
                    .isInstanceOf(SyscallException.class)
                    .hasMessage("write(fd=" + notifier.fd() + "): EBADF (Bad file descriptor)");
            assertThatThrownBy(notifier::testAndClear)
                    .isInstanceOf(SyscallException.class)
                    .hasMessage("read(fd=" + notifier.fd() + "): EBADF (Bad file descriptor)");
        }
    }

    @Test
    void onceClosedItTouchesNoReusedNumber() {
        EventNotifier notifier = EventNotifier.create(syscalls);
        int number = notifier.fd();
        notifier.close();
        try (Fd other = FdIo.newEventFd()) {
            assertThat(other.value())
                    .as("the kernel gives the lowest free number")
                    .isEqualTo(number);
            notifier.set();
            assertThat(FdIo.readLong(number)).as("not written to").isEqualTo(-Errno.EAGAIN);
            FdIo.writeLong(number, 1);
            assertThat(notifier.testAndClear()).isFalse();
            assertThat(FdIo.readLong(number)).as("not read from").isEqualTo(Long.BYTES);
        }
    }

    @Test
    void closesOnceAndHasNoDescriptorAfterwards() {
        EventNotifier notifier = EventNotifier.create(syscalls);
        notifier.close();
        notifier.close();
        assertThat(syscalls.calls("close")).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(notifier::fd);
    }

    @Test
    void saysWhyThereIsNoDescriptor() {
        syscalls.fail("eventfd", 1, Errno.EMFILE);
        assertThatThrownBy(() -> EventNotifier.create(syscalls))
                .isInstanceOf(SyscallException.class)
                .hasMessage("eventfd: EMFILE (Too many open files)");
    }

    @Test
    void closeWaitsForASetThatIsUnderWay() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch mayWrite = new CountDownLatch(1);
        Syscalls slow = intercept((method, call) -> {
            if (method.equals("write")) {
                writing.countDown();
                mayWrite.await();
            }
            Object result = call.call();
            order.add(method);
            return result;
        });
        EventNotifier notifier = EventNotifier.create(slow);
        Thread setter = new Thread(notifier::set);
        Thread closer = new Thread(notifier::close);
        setter.start();
        writing.await();
        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING && closer.isAlive()) {
            Thread.onSpinWait();
        }
        notifier.set(); // closed already, so this does not wait for mayWrite
        mayWrite.countDown();
        setter.join();
        closer.join();
        assertThat(order).containsExactly("eventfd", "write", "close");
    }

    private interface Interceptor {
        Object around(String method, Callable<Object> call) throws Exception;
    }

    private static Syscalls intercept(Interceptor interceptor) {
        return (Syscalls) Proxy.newProxyInstance(
                Syscalls.class.getClassLoader(),
                new Class<?>[] {Syscalls.class},
                (proxy, method, args) ->
                        interceptor.around(method.getName(), () -> method.invoke(Syscalls.linux(), args)));
    }
}
