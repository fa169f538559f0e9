// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.NativeMemoryProbe;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to requests on files when there is no ring, and the threads are slow. */
class AioFilesOnThreadsTest extends LoopTest {
    private static final Syscalls LINUX = Syscalls.linux();

    private final List<Integer> results = new ArrayList<>();
    private AioContext context;
    private AioFiles files;

    private void open(AioContextBuilder builder) {
        context = closing(builder.fdMonitor(FdMonitorKind.EPOLL).build());
        files = context.files();
    }

    private void pollUntil(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(deadlineNs - System.nanoTime()).as("time left").isPositive();
            context.poll(true);
        }
    }

    private Completion answer() {
        return (result, flags) -> results.add(result);
    }

    /** A pipe whose reads wait until something is written or its writer is closed. */
    private Pipe blockingPipe() {
        Pipe pipe = pipe();
        LINUX.fcntl(pipe.readFd(), Fcntl.F_SETFL, 0);
        return pipe;
    }

    @Test
    void whatWaitsForAThreadCanBeCancelledAndItsMemoryIsFree() {
        open(builder().offloadLimits(1, 1));
        Pipe pipe = blockingPipe();
        NativeMemory first = NativeMemory.allocate(8);
        NativeMemory second = NativeMemory.allocate(8);
        NativeMemory third = NativeMemory.allocate(8);
        files.read(pipe.readFd(), first, 0, 8, AioFiles.CURRENT_POSITION, answer());
        RaceTest.await(() -> faulty.calls("read") == 1); // it has begun
        Cancellable waiting = files.read(pipe.readFd(), second, 0, 8, AioFiles.CURRENT_POSITION, answer());
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> files.read(pipe.readFd(), third, 0, 8, AioFiles.CURRENT_POSITION, answer()))
                .withMessageStartingWith(
                        "read(fd=" + pipe.readFd() + "): the threads of context 'test' (1) are all busy");
        third.close();
        assertThat(NativeMemoryProbe.isFreed(third)).isTrue();
        second.close();
        assertThat(NativeMemoryProbe.isFreed(second)).isFalse();
        assertThat(waiting.cancel()).isTrue();
        assertThat(NativeMemoryProbe.isFreed(second)).isTrue();
        pollUntil(waiting::isDone);
        assertThat(results).containsExactly(-Errno.ECANCELED);
        first.close();
        pipe.write(5);
        pollUntil(() -> results.size() == 2);
        assertThat(results).containsExactly(-Errno.ECANCELED, 5);
        assertThat(NativeMemoryProbe.isFreed(first)).isTrue();
    }

    /** The kernel, but for calls of that name, which return only after {@code released}. */
    private static Syscalls slow(String call, CountDownLatch begun, CountDownLatch released) {
        return (Syscalls) Proxy.newProxyInstance(
                Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(LINUX, arguments);
                        if (method.getName().equals(call)) {
                            begun.countDown();
                            released.await();
                        }
                        return result;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @Test
    void aFileThatIsOpenedTooLateIsClosed(@TempDir Path folder) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        open(builder().syscalls(slow("openat", begun, released)));
        var before = FdLeakExtension.openFds();
        String path = folder.resolve("file").toString();
        files.open(path, Fcntl.O_RDWR | Fcntl.O_CREAT, 0600, answer());
        RaceTest.await(begun);
        assertThat(FdLeakExtension.openFds()).isNotEqualTo(before);
        try (LogCapture logged = new LogCapture("org.aioactors.aio")) {
            context.close(); // waits for five seconds
            assertThat(logged.lines()).hasSize(1).first().asString().contains("openat '" + path + "'");
        }
        assertThat(results).containsExactly(-Errno.ECANCELED);
        released.countDown();
        RaceTest.await(() -> !FdLeakExtension.openFds().containsValue(path));
    }

    @Test
    void whatWaitsToBeClosedIsClosedWithTheContext() {
        List<Runnable> waiting = new ArrayList<>();
        open(builder().offloadExecutor(waiting::add));
        int fd = LINUX.fcntl(pipe().readFd(), Fcntl.F_DUPFD_CLOEXEC, 0);
        files.close(fd, answer());
        context.close();
        assertThat(LINUX.fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
        assertThat(results).containsExactly(-Errno.ECANCELED);
        int closes = faulty.calls("close");
        waiting.forEach(Runnable::run);
        assertThat(faulty.calls("close")).isEqualTo(closes); // the number may be another's by now
    }

    @Test
    void memoryOfWhatIsLeftToItselfIsKeptUntilItsEnd() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        open(builder().syscalls(slow("pread", begun, released)));
        RegularFile file = closing(new RegularFile());
        NativeMemory memory = NativeMemory.allocate(8);
        files.read(file.fd(), memory, 0, 8, 0, answer());
        memory.close();
        RaceTest.await(begun);
        try (LogCapture logged = new LogCapture("org.aioactors.aio")) {
            context.close(); // waits for five seconds
            assertThat(logged.lines()).hasSize(1);
        }
        assertThat(results).containsExactly(-Errno.ECANCELED);
        assertThat(NativeMemoryProbe.isFreed(memory)).isFalse();
        released.countDown();
        RaceTest.await(() -> NativeMemoryProbe.isFreed(memory));
    }

    @Test
    void interruptedCallsAreRepeated() {
        faulty.fail("pread", 1, Errno.EINTR).fail("fsync", 1, Errno.EINTR).fail("fsync", 2, Errno.EIO);
        open(builder());
        RegularFile file = closing(new RegularFile());
        NativeMemory memory = closing(NativeMemory.allocate(8));
        files.read(file.fd(), memory, 0, 8, 0, answer());
        pollUntil(() -> results.size() == 1);
        files.fsync(file.fd(), false, answer());
        pollUntil(() -> results.size() == 2);
        assertThat(results).containsExactly(0, -Errno.EIO);
    }
}
