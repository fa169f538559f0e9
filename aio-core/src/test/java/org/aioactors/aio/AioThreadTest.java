// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a thread that owns a context. */
@ExtendWith(FdLeakExtension.class)
class AioThreadTest {
    private static final int CYCLES = 200;

    private static void stop(AioThread thread) throws InterruptedException {
        thread.requestStop();
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).isFalse();
    }

    private static FaultySyscalls withoutEventfd() {
        return new FaultySyscalls(Syscalls.linux()).fail("eventfd", 1, Errno.EMFILE);
    }

    @Test
    void itRunsWhatItsContextIsGiven() throws Exception {
        AioThread thread = AioThread.start("io", AioContext.builder());
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        thread.context().scheduleOneshot("work", () -> ranOn.complete(Thread.currentThread()));
        assertThat(ranOn.get(30, TimeUnit.SECONDS)).isSameAs(thread);
        assertThat(thread.context().inHomeThread()).isFalse();
        stop(thread);
    }

    @Test
    void threadAndContextHaveItsName() throws Exception {
        AioThread thread = AioThread.start("io-7", AioContext.builder());
        assertThat(thread.getName()).isEqualTo("io-7");
        assertThat(thread.context().name()).isEqualTo("io-7");
        stop(thread);
    }

    @Test
    void threadsOfOneBuilderHaveTheirOwnNames() throws Exception {
        AioContextBuilder builder = AioContext.builder();
        AioThread first = new AioThread("first", builder);
        AioThread second = new AioThread("second", builder);
        first.start();
        second.start();
        assertThat(first.context().name()).isEqualTo("first");
        assertThat(second.context().name()).isEqualTo("second");
        stop(first);
        stop(second);
    }

    @Test
    void whyTheContextDidNotOpenIsThrownFromStart() {
        AioContextBuilder builder = AioContext.builder().syscalls(withoutEventfd());
        assertThatThrownBy(() -> AioThread.start("io", builder))
                .isInstanceOf(SyscallException.class)
                .hasMessage("eventfd: EMFILE (Too many open files)");
    }

    @Test
    void andFromEachRequestForTheContext() throws Exception {
        AioThread thread = new AioThread("io", AioContext.builder().syscalls(withoutEventfd()));
        thread.start();
        assertThatThrownBy(thread::context).isInstanceOf(SyscallException.class);
        assertThatThrownBy(thread::context).isInstanceOf(SyscallException.class);
        thread.requestStop();
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void stoppedBeforeItsStartItEndsAtOnce() throws Exception {
        AioThread thread = new AioThread("io", AioContext.builder());
        thread.requestStop();
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void stoppingTwiceIsStoppingOnce() throws Exception {
        AioThread thread = AioThread.start("io", AioContext.builder());
        stop(thread);
        stop(thread);
    }

    @Test
    void itMayBeStoppedFromInsideACallback() throws Exception {
        AioThread thread = AioThread.start("io", AioContext.builder());
        thread.context().scheduleOneshot("stop", thread::requestStop);
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void afterItsEndTheContextIsClosed() throws Exception {
        AioThread thread = AioThread.start("io", AioContext.builder());
        stop(thread);
        assertThatIllegalStateException()
                .isThrownBy(() -> thread.context().setFdHandler(0, FdHandler.reading(() -> {})))
                .withMessageEndingWith("is closed");
        thread.context().scheduleOneshot("late", () -> {});
    }

    @Test
    void anErrorOfTheVirtualMachineEndsItAndClosesTheContext() throws Exception {
        AtomicReference<Throwable> uncaught = new AtomicReference<>();
        AioThread thread = new AioThread("io", AioContext.builder());
        thread.setUncaughtExceptionHandler((where, failure) -> uncaught.set(failure));
        thread.start();
        thread.context().scheduleOneshot("fatal", () -> {
            throw new InternalError("on purpose");
        });
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).isFalse();
        assertThat(uncaught.get()).isInstanceOf(InternalError.class).hasMessage("on purpose");
    }

    @Test
    void itCanBeStartedAndStoppedManyTimes() throws Exception {
        for (int i = 0; i < CYCLES; i++) {
            stop(AioThread.start("io " + i, AioContext.builder().pollParams(PollParams.IO_THREAD)));
        }
    }

    /** The request may come before the context is open, while it opens, or afterwards. */
    @Test
    void itMayBeStoppedWhileItStarts() throws Exception {
        for (int i = 0; i < CYCLES; i++) {
            AioThread thread = new AioThread("io " + i, AioContext.builder());
            thread.start();
            for (int spin = 0; spin < i * 100; spin++) {
                Thread.onSpinWait();
            }
            stop(thread);
        }
    }

    @Test
    void endedThreadsAreGone() throws Exception {
        for (int i = 0; i < CYCLES; i++) {
            stop(AioThread.start("counted aio thread", AioContext.builder()));
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("counted aio thread");
    }
}
