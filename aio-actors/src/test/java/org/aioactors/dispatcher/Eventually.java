// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aioactors.dispatcher.loop.LoopThread;

/** Waits for states that announce themselves to nobody: threads, fds. */
public final class Eventually {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private Eventually() {}

    /** Waits until {@code actual} gives {@code expected}; fails with the last it gave after a generous deadline. */
    public static <T> void equal(String what, Supplier<T> actual, T expected) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        T seen = actual.get();
        while (!expected.equals(seen) && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(PAUSE_NS);
            seen = actual.get();
        }
        assertThat(seen).as(what).isEqualTo(expected);
    }

    /** Waits until that holds; fails after a generous deadline. */
    public static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(deadlineNs - System.nanoTime()).as("time left").isPositive();
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** The names of all live threads whose name begins so. */
    public static Set<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(threadName -> threadName.startsWith(prefix))
                .collect(Collectors.toSet());
    }

    /** The names of the live loop threads whose name begins so. */
    public static Set<String> loopThreads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread instanceof LoopThread && thread.getName().startsWith(prefix))
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    /** {@link #loopFds} when the loops of former tests have gone. */
    public static long loopFdsOfOthers() {
        equal("loop threads of former tests", () -> loopThreads(""), Set.of());
        return loopFds();
    }

    /** How many eventfds and epoll fds this process has: those of the event loops. */
    public static long loopFds() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return fds.filter(Eventually::isAnonymous).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isAnonymous(Path fd) {
        try {
            String target = Files.readSymbolicLink(fd).toString();
            return target.startsWith("anon_inode:[eventfd") || target.startsWith("anon_inode:[eventpoll");
        } catch (IOException e) {
            return false; // closed between listing and looking, as the one of the listing itself
        }
    }

    /** Whether the thread of that name, of at most 15 characters, sleeps in the kernel: proc(5), state in stat. */
    static boolean isAsleep(String threadName) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(task -> read(task.resolve("stat")))
                    .anyMatch(stat -> stat.contains("(" + threadName + ") S"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // a thread that ended between listing and looking
        }
    }
}
