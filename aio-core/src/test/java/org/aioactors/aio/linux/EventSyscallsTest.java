// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** inotify, timerfd, FIFOs. */
@ExtendWith(FdLeakExtension.class)
class EventSyscallsTest {
    private final Syscalls syscalls = Syscalls.linux();

    @Test
    void inotifyTellsWhatIsMade(@TempDir Path folder) throws IOException {
        int number = syscalls.inotifyInit1(Inotify.IN_NONBLOCK | Inotify.IN_CLOEXEC);
        try (Fd inotify = Fd.adopt(syscalls, number, "inotify");
                NativeMemory path = FileIo.pathName("watch", folder.toString());
                NativeMemory memory = NativeMemory.allocate(4096)) {
            int watch = syscalls.inotifyAddWatch(inotify.value(), path.address(), Inotify.IN_CREATE);
            assertThat(watch).isPositive();
            assertThat(syscalls.read(inotify.value(), memory.address(), 4096)).isEqualTo(-Errno.EAGAIN);
            Files.createDirectory(folder.resolve("new"));
            Files.createFile(folder.resolve("second"));
            int length = (int) syscalls.read(inotify.value(), memory.address(), 4096);
            assertThat(Inotify.watch(memory.buffer(), 0)).isEqualTo(watch);
            assertThat(Inotify.mask(memory.buffer(), 0)).isEqualTo(Inotify.IN_CREATE | Inotify.IN_ISDIR);
            assertThat(Inotify.cookie(memory.buffer(), 0)).isZero();
            assertThat(Inotify.name(memory.buffer(), 0)).isEqualTo("new");
            int second = Inotify.next(memory.buffer(), 0);
            assertThat(Inotify.name(memory.buffer(), second)).isEqualTo("second");
            assertThat(Inotify.next(memory.buffer(), second)).isEqualTo(length);
            assertThat(syscalls.inotifyRmWatch(inotify.value(), watch)).isZero();
            assertThat(syscalls.inotifyRmWatch(inotify.value(), watch)).isEqualTo(-Errno.EINVAL);
        }
    }

    @Test
    void aTimerGoesByTheWallClock() {
        int number = syscalls.timerfdCreate(TimerFd.CLOCK_REALTIME, TimerFd.TFD_CLOEXEC); // its read blocks
        try (Fd timer = Fd.adopt(syscalls, number, "timerfd");
                NativeMemory memory = NativeMemory.allocate(Long.BYTES)) {
            Instant due = Instant.now().plusMillis(20);
            int flags = TimerFd.TFD_TIMER_ABSTIME | TimerFd.TFD_TIMER_CANCEL_ON_SET;
            assertThat(syscalls.timerfdSettime(timer.value(), flags, due.getEpochSecond(), due.getNano()))
                    .isZero();
            assertThat(syscalls.read(timer.value(), memory.address(), Long.BYTES))
                    .isEqualTo(Long.BYTES);
            assertThat(memory.buffer().getLong(0)).isEqualTo(1);
            assertThat(Instant.now()).isAfterOrEqualTo(due);
            assertThat(syscalls.timerfdSettime(timer.value(), flags, -1, 0)).isEqualTo(-Errno.EINVAL);
        }
    }

    @Test
    void aFifoIsMade(@TempDir Path folder) {
        String path = folder.resolve("fifo").toString();
        assertThat(FileIo.mkfifo(syscalls, path, 0600)).isZero();
        assertThat(FileIo.mkfifo(syscalls, path, 0600)).isEqualTo(-Errno.EEXIST);
        try (Fd reader = FileIo.open(syscalls, path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK, 0);
                Fd writer = FileIo.open(syscalls, path, Fcntl.O_WRONLY | Fcntl.O_NONBLOCK, 0)) {
            FdIo.writeText(writer.value(), "hello");
            assertThat(FdIo.readText(reader.value(), 16)).isEqualTo("hello");
        }
    }
}
