// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both ways to call native code have in common; on a JDK before 22 there is one. */
class NativeBackendTest {
    private static final int SIZE = 4096;

    static Stream<NativeBackend> backends() {
        boolean both = Runtime.version().feature() >= FfmBackend.SINCE_FEATURE;
        return both ? Stream.of(new JnaBackend(), new FfmBackend()) : Stream.of(new JnaBackend());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void handlesTakeALongForEachParameterAndReturnOne(NativeBackend backend) {
        assertThat(backend.function("write").type()).hasToString("(long,long,long)long");
        assertThat(backend.function("close").type()).hasToString("(long)long");
        assertThat(backend.function("free").type()).hasToString("(long)long");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatIsNotDeclaredIsRefused(NativeBackend backend) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> backend.function("printf"))
                .withMessage("no prototype of printf");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void errnoStaysUntilTheNextCallOfItsThread(NativeBackend backend) throws Throwable {
        MethodHandle close = backend.function("close");
        MethodHandle epollCreate = backend.function("epoll_create1");
        assertThat((int) (long) close.invokeExact(-1L)).isEqualTo(-1);
        assertThat(backend.errno()).isEqualTo(Errno.EBADF);
        assertThat(backend.errno()).isEqualTo(Errno.EBADF);
        assertThat((int) (long) epollCreate.invokeExact(-1L)).isEqualTo(-1);
        assertThat(backend.errno()).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void eachThreadHasAnErrnoOfItsOwn(NativeBackend backend) throws Exception {
        int threads = 8;
        int rounds = 5_000;
        MethodHandle close = backend.function("close");
        MethodHandle epollCreate = backend.function("epoll_create1");
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                MethodHandle failing = thread % 2 == 0 ? close : epollCreate;
                int expected = thread % 2 == 0 ? Errno.EBADF : Errno.EINVAL;
                wrong.add(pool.submit(countingWrongOnes(backend, failing, expected, start, rounds)));
            }
            for (Future<Integer> count : wrong) {
                assertThat(count.get()).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Callable<Integer> countingWrongOnes(
            NativeBackend backend, MethodHandle failing, int expected, CyclicBarrier start, int rounds) {
        return () -> {
            int wrong = 0;
            start.await();
            for (int round = 0; round < rounds; round++) {
                try {
                    int result = (int) (long) failing.invokeExact(-1L);
                    wrong += result == -1 && backend.errno() == expected ? 0 : 1;
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            }
            return wrong;
        };
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aViewIsTheMemoryItself(NativeBackend backend) {
        try (NativeMemory memory = NativeMemory.allocate(SIZE)) {
            ByteBuffer view = backend.view(memory.address(), SIZE).order(ByteOrder.nativeOrder());
            assertThat(view.capacity()).isEqualTo(SIZE);
            assertThat(view.isDirect()).isTrue();
            assertThat(view.isReadOnly()).isFalse();
            memory.buffer().putInt(SIZE - Integer.BYTES, 0x01020304);
            assertThat(view.getInt(SIZE - Integer.BYTES)).isEqualTo(0x01020304);
            view.putLong(8, -5);
            assertThat(memory.buffer().getLong(8)).isEqualTo(-5);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aBufferIsFoundAtItsAddress(NativeBackend backend) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16);
        buffer.put(3, (byte) 7);
        assertThat(backend.view(backend.addressOf(buffer), 16).get(3)).isEqualTo((byte) 7);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void intsAreSignedBothWays(NativeBackend backend) throws Throwable {
        try (NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            MethodHandle memset = backend.function("memset");
            assertThat((long) memset.invokeExact(memory.address(), -1L, (long) Long.BYTES))
                    .isEqualTo(memory.address());
            assertThat(memory.buffer().getLong(0)).isEqualTo(-1);
        }
    }

    /** What a register holds above an int is nobody's business. */
    @ParameterizedTest
    @MethodSource("backends")
    void theUpperHalfOfAnIntDoesNotCount(NativeBackend backend) throws Throwable {
        MethodHandle eventfd = backend.function("eventfd");
        MethodHandle close = backend.function("close");
        long garbage = 0x7f00_0001L << Integer.SIZE;
        int opened = (int) (long) eventfd.invokeExact(garbage, garbage | EventNotifier.EFD_CLOEXEC);
        assertThat(opened).isNotNegative();
        int fd = FdIo.moveUp(opened); // a number that no other thread is given between the two calls
        assertThat((int) (long) close.invokeExact(garbage | fd)).isZero();
        assertThat((int) (long) close.invokeExact((long) fd)).isEqualTo(-1);
        assertThat(backend.errno()).isEqualTo(Errno.EBADF);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void argumentsOfAnOpenListArrive(NativeBackend backend) throws Throwable {
        MethodHandle fcntl = backend.function("fcntl");
        try (EventNotifier eventfd = EventNotifier.create(Syscalls.linux())) {
            long fd = eventfd.fd();
            assertThat((int) (long) fcntl.invokeExact(fd, (long) Fcntl.F_SETFD, 0L))
                    .isZero();
            assertThat((int) (long) fcntl.invokeExact(fd, (long) Fcntl.F_GETFD, 0L))
                    .isZero();
            assertThat((int) (long) fcntl.invokeExact(fd, (long) Fcntl.F_SETFD, (long) Fcntl.FD_CLOEXEC))
                    .isZero();
            assertThat((int) (long) fcntl.invokeExact(fd, (long) Fcntl.F_GETFD, 0L))
                    .isEqualTo(Fcntl.FD_CLOEXEC);
        }
    }

    /** It reports errors by its result. */
    @ParameterizedTest
    @MethodSource("backends")
    void whatMayBeMissingIsCalledLikeOthers(NativeBackend backend) throws Throwable {
        try (NativeMemory actions = NativeMemory.allocate(SpawnRequest.SIZE_ACTIONS)) {
            MethodHandle addChdir = backend.function("posix_spawn_file_actions_addchdir_np");
            MethodHandle addCloseFrom = backend.function("posix_spawn_file_actions_addclosefrom_np");
            MethodHandle destroy = backend.function("posix_spawn_file_actions_destroy");
            assertThat((int) (long)
                            backend.function("posix_spawn_file_actions_init").invokeExact(actions.address()))
                    .isZero();
            try (NativeMemory path = FileIo.pathName("test", "/")) {
                assertThat((int) (long) addChdir.invokeExact(actions.address(), path.address()))
                        .isZero();
            }
            assertThat((int) (long) addCloseFrom.invokeExact(actions.address(), -1L))
                    .isEqualTo(Errno.EBADF);
            assertThat((int) (long) destroy.invokeExact(actions.address())).isZero();
        } catch (UnsatisfiedLinkError missing) {
            assumeTrue(false, "this C library has it: " + missing.getMessage());
        }
    }

    /** On the platforms that we run on a missing option changes nothing that could be seen from outside. */
    @Test
    @EnabledForJreRange(minVersion = FfmBackend.SINCE_FEATURE)
    void theLinkerIsToldOfOpenLists() throws ReflectiveOperationException {
        Method firstVariadicArg =
                Class.forName("java.lang.foreign.Linker$Option").getMethod("firstVariadicArg", int.class);
        FfmBackend backend = new FfmBackend();
        assertThat((Object[]) backend.options("fcntl")).hasSize(2).contains(firstVariadicArg.invoke(null, 2));
        assertThat((Object[]) backend.options("openat")).hasSize(2).contains(firstVariadicArg.invoke(null, 3));
        assertThat((Object[]) backend.options("prctl")).hasSize(2).contains(firstVariadicArg.invoke(null, 1));
        assertThat((Object[]) backend.options("syscall")).hasSize(2).contains(firstVariadicArg.invoke(null, 1));
        assertThat((Object[]) backend.options("close")).hasSize(1);
    }
}
