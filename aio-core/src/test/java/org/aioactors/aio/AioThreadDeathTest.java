// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A loop's thread that ends, asked to or not, and who hears of it. */
@ExtendWith(FdLeakExtension.class)
class AioThreadDeathTest {
    private final LinkedBlockingQueue<String> errors = new LinkedBlockingQueue<>();
    private final FaultySyscalls faulty = new FaultySyscalls(Syscalls.linux());

    private AioThread thread(FdMonitorKind kind) {
        AioThread thread = new AioThread(
                "io",
                AioContext.builder()
                        .fdMonitor(kind)
                        .syscalls(faulty)
                        .errorHandler((where, failure) -> errors.add(where + ": " + failure.getMessage())));
        thread.setUncaughtExceptionHandler((where, failure) -> errors.add("uncaught: " + failure.getMessage()));
        thread.start();
        return thread;
    }

    private static void await(CompletionStage<Void> end) throws Exception {
        end.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void askedToItEndsNormally() throws Exception {
        AioThread thread = thread(FdMonitorKind.AUTO);
        CompletionStage<Boolean> closedBefore =
                thread.termination().thenApply(end -> !thread.context().scheduleOneshot("late", () -> {}));
        assertThat(thread.termination().toCompletableFuture()).isNotDone();
        thread.requestStop();
        await(thread.termination());
        assertThat(closedBefore.toCompletableFuture().get(30, TimeUnit.SECONDS)).isTrue();
        thread.join();
        assertThat(errors).isEmpty();
    }

    @Test
    void whatItDiedOfIsReported() throws Exception {
        faulty.fail("epollWait", 1, Errno.EBADF);
        AioThread thread = thread(FdMonitorKind.EPOLL);
        assertThatThrownBy(() -> await(thread.termination()))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(SyscallException.class)
                .hasMessageContaining("EBADF");
        thread.join();
        assertThat(errors).hasSize(2);
        assertThat(errors.poll()).startsWith("thread of context 'io': epoll_wait");
        assertThat(errors.poll()).startsWith("uncaught: epoll_wait");
    }

    @Test
    void workForADeadLoopIsRefused() throws Exception {
        AioThread thread = thread(FdMonitorKind.AUTO);
        AioContext context = thread.context();
        BottomHalf before = context.newBottomHalf("before", () -> {});
        assertThat(before.schedule()).isTrue();
        context.scheduleOneshot("fatal", () -> {
            throw new InternalError("on purpose");
        });
        assertThatThrownBy(() -> await(thread.termination())).hasRootCauseInstanceOf(InternalError.class);
        thread.join();
        for (int i = 0; i < 2; i++) {
            assertThat(context.scheduleOneshot("late", () -> {})).isFalse();
            assertThat(before.schedule()).isFalse();
            assertThat(before.scheduleIdle()).isFalse();
        }
        assertThat(errors).containsExactly("thread of context 'io': on purpose", "uncaught: on purpose");
    }

    @Test
    void aContextThatCantBeOpenedEndsItToo() {
        faulty.fail("eventfd", 1, Errno.EMFILE);
        AioThread thread = thread(FdMonitorKind.AUTO);
        assertThatThrownBy(() -> await(thread.termination())).hasRootCauseInstanceOf(SyscallException.class);
    }
}
