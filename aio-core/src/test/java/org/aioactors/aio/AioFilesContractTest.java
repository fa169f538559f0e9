// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.DirectoryEntry;
import org.aioactors.aio.linux.DirectoryListing;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.NativeMemoryProbe;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.Syscalls;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests on files: the same on the ring and on the threads that stand in for it. */
class AioFilesContractTest extends MonitorContract {
    /** Not to be had with 32 bits. */
    private static final long FAR = 5_000_000_000L;

    private static final long HERE = AioFiles.CURRENT_POSITION;

    private final NativeMemory memory = closing(NativeMemory.allocate(64 * 1024));

    @TempDir
    Path folder;

    private AioFiles files;

    AioFilesContractTest(MonitorSetup setup) {
        super(setup);
    }

    @BeforeEach
    void getFiles() {
        files = context.files();
    }

    /** Hears of one request, once. */
    private final class Answer implements Completion {
        private final List<Integer> results = new ArrayList<>();

        @Override
        public void onCompletion(int result, int flags) {
            assertThat(context.inHomeThread()).isTrue();
            assertThat(flags).isZero();
            results.add(result);
        }

        /** Polls until the request has ended, and returns its result. */
        int await() {
            long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (results.isEmpty()) {
                assertThat(deadlineNs - System.nanoTime()).as("time left").isPositive();
                context.poll(true);
            }
            assertThat(results).hasSize(1);
            return results.get(0);
        }
    }

    private interface Request {
        Cancellable make(Completion callback);
    }

    private static int result(AioFilesContractTest test, Request request) {
        Answer answer = test.new Answer();
        Cancellable made = request.make(answer);
        assertThat(made.isDone()).isFalse();
        int result = answer.await();
        assertThat(made.isDone()).isTrue();
        assertThat(made.cancel()).isFalse();
        return result;
    }

    private int result(Request request) {
        return result(this, request);
    }

    private int open(Path file, int flags) {
        return result(callback -> files.open(file.toString(), flags, 0600, callback));
    }

    private int close(int fd) {
        return result(callback -> files.close(fd, callback));
    }

    private void put(int offset, String text) {
        memory.buffer().put(offset, text.getBytes(StandardCharsets.UTF_8));
    }

    private String text(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.buffer().get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aFileIsMadeWrittenReadAskedAboutCutOffAndClosed() throws IOException {
        Path file = folder.resolve("fïle");
        int fd = open(file, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_EXCL);
        assertThat(Syscalls.linux().fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
        put(100, "hello, file");
        assertThat(result(callback -> files.write(fd, memory, 100, 11, 0, callback)))
                .isEqualTo(11);
        assertThat(Files.readString(file)).isEqualTo("hello, file");
        assertThat(result(callback -> files.fsync(fd, false, callback))).isZero();
        assertThat(result(callback -> files.fsync(fd, true, callback))).isZero();

        assertThat(result(callback -> files.read(fd, memory, 200, 100, 7, callback)))
                .isEqualTo(4);
        assertThat(text(200, 4)).isEqualTo("file");
        assertThat(result(callback -> files.read(fd, memory, 200, 5, HERE, callback)))
                .isEqualTo(5);
        assertThat(text(200, 5)).isEqualTo("hello");
        assertThat(result(callback -> files.write(fd, memory, 100, 1, HERE, callback)))
                .isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo("helloh file");
        assertThat(result(callback -> files.read(fd, memory, 0, 10, 11, callback)))
                .as("at the end")
                .isZero();

        assertThat(result(callback -> files.truncate(fd, 5, callback))).isZero();
        try (Statx status = Statx.allocate()) {
            assertThat(result(callback -> files.stat(fd, status, callback))).isZero();
            assertThat(status.size()).isEqualTo(5);
            assertThat(status.permissions()).isEqualTo(0600);
        }
        assertThat(close(fd)).isZero();
        assertThat(Syscalls.linux().fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void positionsAndLengthsHave64Bits() throws IOException {
        Path file = folder.resolve("long");
        int fd = open(file, Fcntl.O_RDWR | Fcntl.O_CREAT);
        put(0, "x");
        assertThat(result(callback -> files.write(fd, memory, 0, 1, FAR, callback)))
                .isEqualTo(1);
        assertThat(Files.size(file)).isEqualTo(FAR + 1);
        assertThat(result(callback -> files.read(fd, memory, 8, 8, FAR, callback)))
                .isEqualTo(1);
        assertThat(result(callback -> files.truncate(fd, FAR + 2, callback))).isZero();
        assertThat(Files.size(file)).isEqualTo(FAR + 2);
        close(fd);
    }

    @Test
    void errorsAreResults() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThat(open(folder.resolve("none"), Fcntl.O_RDONLY)).isEqualTo(-Errno.ENOENT);
        assertThat(open(file.resolve("below"), Fcntl.O_RDONLY)).isEqualTo(-Errno.ENOTDIR);
        assertThat(open(folder, Fcntl.O_WRONLY)).isEqualTo(-Errno.EISDIR);
        assertThat(open(file, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_EXCL)).isEqualTo(-Errno.EEXIST);
        assertThat(result(callback -> files.openat(999_999, "x", Fcntl.O_RDONLY, 0, callback)))
                .isEqualTo(-Errno.EBADF);

        int directory = open(folder, Fcntl.O_RDONLY);
        assertThat(result(callback -> files.read(directory, memory, 0, 8, 0, callback)))
                .isEqualTo(-Errno.EISDIR);
        assertThat(result(callback -> files.openat(directory, "none", Fcntl.O_RDONLY, 0, callback)))
                .isEqualTo(-Errno.ENOENT);
        close(directory);

        int readOnly = open(file, Fcntl.O_RDONLY);
        assertThat(result(callback -> files.write(readOnly, memory, 0, 8, 0, callback)))
                .isEqualTo(-Errno.EBADF);
        assertThat(result(callback -> files.truncate(readOnly, 0, callback))).isEqualTo(-Errno.EINVAL);
        close(readOnly);

        int writeOnly = open(file, Fcntl.O_WRONLY);
        assertThat(result(callback -> files.read(writeOnly, memory, 0, 8, 0, callback)))
                .isEqualTo(-Errno.EBADF);
        assertThat(result(callback -> files.truncate(writeOnly, -1, callback))).isEqualTo(-Errno.EINVAL);
        close(writeOnly);
    }

    @Test
    void aDescriptorThatIsNotOpenIsAResultOfAll() {
        int notOpen = 999_999;
        try (Statx status = Statx.allocate()) {
            for (Request request : new Request[] {
                callback -> files.read(notOpen, memory, 0, 8, 0, callback),
                callback -> files.read(notOpen, memory, 0, 8, HERE, callback),
                callback -> files.write(notOpen, memory, 0, 8, 0, callback),
                callback -> files.write(notOpen, memory, 0, 8, HERE, callback),
                callback -> files.fsync(notOpen, false, callback),
                callback -> files.fsync(notOpen, true, callback),
                callback -> files.truncate(notOpen, 0, callback),
                callback -> files.stat(notOpen, status, callback),
                callback -> files.close(notOpen, callback)
            }) {
                assertThat(result(request)).isEqualTo(-Errno.EBADF);
            }
        }
    }

    @Test
    void whatHasNoPositionsIgnoresThem() {
        Pipe pipe = pipe();
        put(0, "pipe");
        assertThat(result(callback -> files.write(pipe.writeFd(), memory, 0, 4, 100, callback)))
                .isEqualTo(4);
        assertThat(result(callback -> files.read(pipe.readFd(), memory, 8, 8, 3, callback)))
                .isEqualTo(4);
        assertThat(text(8, 4)).isEqualTo("pipe");
        assertThat(result(callback -> files.fsync(pipe.writeFd(), false, callback)))
                .isEqualTo(-Errno.EINVAL);
    }

    @Test
    void namesAreMadeChangedAskedAboutAndRemoved() throws IOException {
        AioPaths paths = files.paths();
        String directory = folder.resolve("dïr").toString();
        assertThat(result(callback -> paths.mkdir(directory, 0700, callback))).isZero();
        assertThat(result(callback -> paths.mkdir(directory, 0700, callback))).isEqualTo(-Errno.EEXIST);
        Path old = Files.writeString(folder.resolve("dïr/old"), "12345");
        Path replaced = Files.writeString(folder.resolve("dïr/new"), "x");
        assertThat(result(callback -> paths.rename(old.toString(), replaced.toString(), callback)))
                .isZero();
        assertThat(old).doesNotExist();
        assertThat(replaced).hasContent("12345");
        Path link = Files.createSymbolicLink(folder.resolve("link"), replaced);
        try (Statx status = Statx.allocate()) {
            assertThat(result(callback -> paths.stat(link.toString(), 0, status, callback)))
                    .isZero();
            assertThat(status.size()).isEqualTo(5);
            assertThat(status.isRegularFile()).isTrue();
            assertThat(result(callback -> paths.stat(link.toString(), Fcntl.AT_SYMLINK_NOFOLLOW, status, callback)))
                    .isZero();
            assertThat(status.isRegularFile()).isFalse();
            assertThat(result(callback -> paths.stat(old.toString(), 0, status, callback)))
                    .isEqualTo(-Errno.ENOENT);
        }
        assertThat(result(callback -> paths.unlink(directory, callback))).isEqualTo(-Errno.EISDIR);
        assertThat(result(callback -> paths.rmdir(directory, callback))).isNegative();
        assertThat(result(callback -> paths.unlink(replaced.toString(), callback)))
                .isZero();
        assertThat(result(callback -> paths.rmdir(directory, callback))).isZero();
        assertThat(Path.of(directory)).doesNotExist();
        assertThat(result(callback -> paths.rename(old.toString(), directory, callback)))
                .isEqualTo(-Errno.ENOENT);
    }

    @Test
    void aDirectoryIsListed() throws IOException {
        Files.createDirectory(folder.resolve("dïr"));
        Files.createSymbolicLink(folder.resolve("link"), folder);
        for (int i = 0; i < 2_000; i++) { // more than one system call has room for
            Files.createFile(folder.resolve("file with a name that is not short " + i));
        }
        DirectoryListing all = list(folder, 10_000);
        assertThat(all.complete()).isTrue();
        assertThat(all.entries()).hasSize(2_002).doesNotHaveDuplicates();
        assertThat(all.entries()).contains(new DirectoryEntry("dïr", DirectoryEntry.DT_DIR, inode("dïr")));
        assertThat(all.entries())
                .extracting(DirectoryEntry::name)
                .contains("link", "file with a name that is not short 7");
        assertThat(list(folder, 2_002).complete()).isTrue();
        DirectoryListing some = list(folder, 2_001);
        assertThat(some.complete()).isFalse();
        assertThat(some.entries()).isEqualTo(all.entries().subList(0, 2_001));
    }

    private long inode(String name) throws IOException {
        return (long) Files.getAttribute(folder.resolve(name), "unix:ino");
    }

    private DirectoryListing list(Path directory, int maxEntries) {
        List<DirectoryListing> listed = new ArrayList<>();
        files.paths().list(directory.toString(), maxEntries, (listing, failure) -> {
            assertThat(failure).isNull();
            listed.add(listing);
        });
        while (listed.isEmpty()) {
            context.poll(true);
        }
        return listed.get(0);
    }

    @Test
    void aDirectoryThatCannotBeListedSaysWhy() throws IOException {
        String file = Files.createFile(folder.resolve("file")).toString();
        List<String> failures = new ArrayList<>();
        for (String path : List.of(file, file + "x")) {
            files.paths().list(path, 1, (listing, failure) -> failures.add(failure.getMessage()));
            while (failures.size() < (path.equals(file) ? 1 : 2)) {
                context.poll(true);
            }
        }
        assertThat(failures)
                .containsExactly(
                        "openat('" + file + "'): ENOTDIR (Not a directory)",
                        "openat('" + file + "x'): ENOENT (No such file or directory)");
    }

    @Test
    void wrongNamesAreRefusedBeforeAnythingBegins() {
        Answer never = new Answer();
        AioPaths paths = files.paths();
        for (ThrowingCallable withZero : new ThrowingCallable[] {
            () -> paths.rename("a\0b", "c", never),
            () -> paths.rename("a", "b\0c", never),
            () -> paths.unlink("a\0b", never),
            () -> paths.rmdir("a\0b", never),
            () -> paths.mkdir("a\0b", 0, never)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(withZero)
                    .withMessageContaining("a path has no zero character");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> paths.list("/", 0, (listing, failure) -> {}))
                .withMessage("list: maxEntries must be at least 1: 0");
        onOtherThread(() -> assertThatIllegalStateException()
                .isThrownBy(() -> paths.unlink("x", never))
                .withMessageStartingWith("unlink: context 'test' belongs to thread"));
        context.poll(false);
        assertThat(never.results).isEmpty();
    }

    @Test
    void aFileWithoutANameAndOnePastThePageCache() throws IOException {
        int temporary = open(folder, Fcntl.O_TMPFILE | Fcntl.O_RDWR);
        put(0, "nameless");
        if (temporary != -Errno.EOPNOTSUPP) { // not every file system has it
            assertThat(result(callback -> files.write(temporary, memory, 0, 8, 0, callback)))
                    .isEqualTo(8);
            try (var names = Files.list(folder)) {
                assertThat(names).isEmpty();
            }
            close(temporary);
        }
        int direct = open(folder.resolve("direct"), Fcntl.O_DIRECT | Fcntl.O_RDWR | Fcntl.O_CREAT);
        if (direct != -Errno.EINVAL) {
            int page = 4096;
            int aligned = (int) (-memory.address() & (page - 1));
            memory.buffer().put(aligned, (byte) 7);
            assertThat(result(callback -> files.write(direct, memory, aligned, page, 0, callback)))
                    .isEqualTo(page);
            assertThat(result(callback -> files.read(direct, memory, aligned + page, page, 0, callback)))
                    .isEqualTo(page);
            assertThat(memory.buffer().get(aligned + page)).isEqualTo((byte) 7);
            close(direct);
        }
    }

    @Test
    void manyRequestsAtOnceAreAllServed() {
        int fd = open(folder.resolve("file"), Fcntl.O_RDWR | Fcntl.O_CREAT);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Answer answer = new Answer();
            answers.add(answer);
            memory.buffer().put(i, (byte) i);
            files.write(fd, memory, i, 1, i, answer);
        }
        answers.forEach(answer -> assertThat(answer.await()).isEqualTo(1));
        assertThat(result(callback -> files.read(fd, memory, 2_000, 2_000, 0, callback)))
                .isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(memory.buffer().get(2_000 + i)).isEqualTo((byte) i);
        }
        close(fd);
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingBegins() {
        NativeMemory closed = NativeMemory.allocate(8);
        closed.close();
        Statx closedStatus = Statx.allocate();
        closedStatus.close();
        Answer never = new Answer();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files.open("/tmp\0/x", Fcntl.O_RDONLY, 0, never))
                .withMessage("openat: a path has no zero character: /tmp?/x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files.read(-1, memory, 0, 8, 0, never))
                .withMessage("read: fd must not be negative: -1");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> files.write(0, memory, 65_536, 1, 0, never))
                .withMessageStartingWith("write: 1 bytes from offset 65536 on are not within the 65536 bytes");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> files.read(0, memory, 0, 1, -2, never))
                .withMessage("read: position must not be negative: -2");
        assertThatIllegalStateException().isThrownBy(() -> files.read(0, closed, 0, 8, 0, never));
        assertThatIllegalStateException().isThrownBy(() -> files.stat(0, closedStatus, never));
        for (ThrowingCallable withoutCallback : new ThrowingCallable[] {
            () -> files.open("x", 0, 0, null),
            () -> files.read(0, memory, 0, 8, 0, null),
            () -> files.truncate(0, 0, null),
            () -> files.close(0, null)
        }) {
            assertThatNullPointerException().isThrownBy(withoutCallback);
        }
        onOtherThread(() -> assertThatIllegalStateException()
                .isThrownBy(() -> files.fsync(0, false, never))
                .withMessageStartingWith("fsync: context 'test' belongs to thread"));
        for (int i = 0; i < 3; i++) {
            context.poll(false);
        }
        assertThat(never.results).isEmpty();
    }

    @Test
    void memoryIsKeptUntilTheEnd() {
        Pipe pipe = pipe();
        Syscalls.linux().fcntl(pipe.readFd(), Fcntl.F_SETFL, 0); // reads wait
        NativeMemory block = NativeMemory.allocate(64);
        Answer read = new Answer();
        files.read(pipe.readFd(), block, 0, 8, HERE, read);
        block.close();
        for (int i = 0; i < 3; i++) {
            context.poll(false);
        }
        assertThat(NativeMemoryProbe.isFreed(block)).isFalse();
        pipe.write(3);
        assertThat(read.await()).isEqualTo(3);
        assertThat(NativeMemoryProbe.isFreed(block)).isTrue();
    }

    @Test
    void aCallbackThatThrowsIsReported() {
        int fd = open(folder.resolve("file"), Fcntl.O_RDWR | Fcntl.O_CREAT);
        files.fsync(fd, false, (result, flags) -> {
            log.add("heard");
            throw new IllegalStateException("on purpose");
        });
        while (log.isEmpty()) {
            context.poll(true);
        }
        assertThat(takeErrors())
                .containsExactly("request 'fsync(fd=" + fd + ")': java.lang.IllegalStateException: on purpose");
        close(fd);
    }

    @Test
    void aCallbackMayMakeTheNextRequest() {
        Answer closed = new Answer();
        files.open(folder.resolve("file").toString(), Fcntl.O_RDWR | Fcntl.O_CREAT, 0600, (fd, flags) -> {
            put(0, "chain");
            files.write(fd, memory, 0, 5, 0, (written, writeFlags) -> files.close(fd, closed));
        });
        assertThat(closed.await()).isZero();
        assertThat(folder.resolve("file")).hasContent("chain");
    }

    @Test
    void aClosedContextTakesNoneButHasAnsweredAll() throws IOException {
        int fd = open(folder.resolve("file"), Fcntl.O_RDWR | Fcntl.O_CREAT);
        List<Answer> answers = new ArrayList<>();
        NativeMemory block = NativeMemory.allocate(8);
        for (int i = 0; i < 100; i++) {
            Answer answer = new Answer();
            answers.add(answer);
            files.write(fd, block, 0, 8, i * 8L, answer);
        }
        block.close();
        context.close();
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.results).hasSize(1);
            assertThat(answer.results.get(0)).isIn(8, -Errno.ECANCELED);
        });
        assertThat(NativeMemoryProbe.isFreed(block)).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> files.fsync(fd, false, new Answer()))
                .withMessage("fsync: context 'test' is closed");
        assertThat(Syscalls.linux().close(fd)).isZero();
    }
}
