// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A run that is to go without io_uring does: each module has a subclass, so that a filter that was never installed fails the
 * run, rather than showing nothing.
 */
public abstract class ForbiddenIoUringContract {
    /** Not -1, which Linux 6.13 gave a meaning in io_uring_register. */
    private static final int NOT_OPEN = Integer.MAX_VALUE;

    private final Syscalls syscalls = Syscalls.linux();

    @BeforeEach
    void onlyWhereItIsForbidden() {
        assumeThat(System.getProperty(ForbidListener.PROPERTY))
                .as("io_uring is not forbidden in this run")
                .isNotNull();
    }

    private List<Integer> results() {
        return List.of(
                syscalls.ioUringSetup(1, 0),
                syscalls.ioUringEnter(NOT_OPEN, 0, 0, 0, 0, 0),
                syscalls.ioUringRegister(NOT_OPEN, 0, 0, 0));
    }

    @Test
    void eachCallOfIoUringIsRefusedOnThisThreadAndOnANewOne() {
        assertThat(results()).containsOnly(-Errno.EPERM);
        CompletableFuture<List<Integer>> elsewhere = new CompletableFuture<>();
        new Thread(() -> elsewhere.complete(results())).start();
        assertThat(elsewhere.join()).containsOnly(-Errno.EPERM);
    }

    @Test
    void otherCallsAreNot() {
        try (EventNotifier notifier = EventNotifier.create(syscalls)) {
            notifier.set();
            assertThat(notifier.testAndClear()).isTrue();
        }
    }

    /** proc(5): 2 is a filter. */
    @Test
    void everyThreadOfTheProcessHasTheFilter() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            List<String> modes = threads.flatMap(thread -> seccompOf(thread.resolve("status")))
                    .distinct()
                    .toList();
            assertThat(modes).containsExactly("Seccomp:\t2");
        }
    }

    @Test
    void soHasAProcessThatItStarts() throws IOException {
        Process child = new ProcessBuilder("cat", "/proc/self/status").start();
        String status = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(status).contains("Seccomp:\t2\n");
    }

    private static Stream<String> seccompOf(Path status) {
        try {
            return Files.readString(status).lines().filter(line -> line.startsWith("Seccomp:"));
        } catch (IOException e) {
            return Stream.empty(); // a thread that ended between listing and looking
        }
    }
}
