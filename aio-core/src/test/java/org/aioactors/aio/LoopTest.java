// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.FdLeakExtension;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the tests of a loop have in common: the test's thread is the home thread, callbacks write to {@link #log}, and at the end
 * everything is closed, no fd is left and no callback has failed unexpectedly.
 */
@ExtendWith(FdLeakExtension.class)
abstract class LoopTest {
    /** More than enough turns for anything that is ready to be served. */
    private static final int MANY_TURNS = 64;

    /** What the context under test calls; the fds of the test itself do not. */
    final FaultySyscalls faulty = new FaultySyscalls(Syscalls.linux());

    final TestKernel kernel = new TestKernel(faulty);

    /** What callbacks ran, in order. Home thread only. */
    final List<String> log = new ArrayList<>();

    private final List<String> errors = new ArrayList<>();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    AioContextBuilder builder() {
        return AioContext.builder()
                .name("test")
                .syscalls(kernel.syscalls())
                .errorHandler((where, failure) -> errors.add(where + ": " + failure));
    }

    /** Has it closed at the end of the test, the last one first. */
    <T extends AutoCloseable> T closing(T resource) {
        toClose.push(resource);
        return resource;
    }

    /** A new eventfd: readable while it is set, and always writable. */
    EventNotifier source() {
        return closing(EventNotifier.create(Syscalls.linux()));
    }

    EventNotifier setSource() {
        EventNotifier source = source();
        source.set();
        return source;
    }

    Pipe pipe() {
        return closing(Pipe.open());
    }

    /** A callback that only writes its name down. */
    Runnable logging(String name) {
        return () -> log.add(name);
    }

    /** A handler that writes its name down and clears the source. */
    FdHandler draining(String name, EventNotifier source) {
        return FdHandler.reading(() -> {
            log.add(name);
            source.testAndClear();
        });
    }

    List<String> takeLog() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    /** What went to the error handler. A test that expects something there takes it. */
    List<String> takeErrors() {
        List<String> taken = List.copyOf(errors);
        errors.clear();
        return taken;
    }

    /** One turn that looks at the fds and does not block; returns what it called. */
    List<String> turn(AioContext context) {
        context.poll(false);
        return takeLog();
    }

    /** Blocking turns until one has made progress: S19 allows some that return at once without it. */
    static void pollUntilProgress(AioContext context) {
        for (int i = 0; i < MANY_TURNS; i++) {
            if (context.poll(true)) {
                return;
            }
        }
        throw new AssertionError("no progress in " + MANY_TURNS + " turns");
    }

    /** Runs on another thread and waits for it. */
    static void onOtherThread(Runnable action) {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = new Thread(action, "other");
        thread.setUncaughtExceptionHandler((where, failure) -> failures.add(failure));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the other thread ran", e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("the other thread failed", failures.get(0));
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
        assertThat(errors).as("failures of callbacks").isEmpty();
    }
}
