// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FdLeakExtensionTest {
    @Test
    void namesTheDescriptorThatIsLeftOpen() {
        Map<Integer, String> before = FdLeakExtension.openFds();
        try (Fd leak = FdIo.newEventFd()) {
            assertThat(FdLeakExtension.leakedSince(before, Duration.ZERO))
                    .containsOnlyKeys(leak.value())
                    .hasEntrySatisfying(
                            leak.value(), target -> assertThat(target).contains("eventfd"));
        }
        assertThat(FdLeakExtension.leakedSince(before, Duration.ZERO)).isEmpty();
    }

    @Test
    void noticesAnotherFileUnderAnOldNumber() {
        Fd first = FdIo.newEventFd();
        int number = first.value();
        Map<Integer, String> before = FdLeakExtension.openFds();
        first.close();
        int[] pipe = new int[2];
        SyscallException.check(Syscalls.linux().pipe2(pipe, Fcntl.O_CLOEXEC), "pipe2");
        try (Fd in = Fd.adopt(Syscalls.linux(), pipe[0], "pipe");
                Fd out = Fd.adopt(Syscalls.linux(), pipe[1], "pipe")) {
            assertThat(in.value()).as("the kernel gives the lowest free number").isEqualTo(number);
            assertThat(FdLeakExtension.leakedSince(before, Duration.ZERO)).containsOnlyKeys(in.value(), out.value());
        }
    }

    @Test
    void waitsForADescriptorThatAnotherThreadCloses() throws InterruptedException {
        Map<Integer, String> before = FdLeakExtension.openFds();
        Fd late = FdIo.newEventFd();
        Thread looker = Thread.currentThread();
        Thread closer = new Thread(() -> {
            while (looker.getState() != Thread.State.TIMED_WAITING
                    && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            late.close();
        });
        closer.start();
        try {
            assertThat(FdLeakExtension.leakedSince(before, Duration.ofSeconds(30)))
                    .isEmpty();
        } finally {
            closer.interrupt();
            closer.join();
        }
    }
}
