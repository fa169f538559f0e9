// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kernel that does less than it was asked for, or fails. */
class FsFaultTest extends FsTest {
    private final FakeKernel kernel = new FakeKernel();
    private FileServices services;

    @BeforeEach
    void startOnTheFakeKernel() {
        FileSettings settings = FileSettings.of(kit.system().settings().config());
        services = new FileServices(
                settings, new FileBudget(settings.maxBytes(), settings.maxOpenFiles()), kernel.kernel());
        manager = FileExtension.get(kit.system()).spawn(services, "fake-files");
    }

    @Test
    void whatTheKernelTakesInPartsIsWrittenAndReadWhole() {
        kernel.fate(call -> {
            if (call.name.equals("read") || call.name.equals("write")) {
                call.shorten(Math.min(call.length(), 3));
            }
            return null;
        });
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.readWrite().create());
        assertThat(ask(file, Fs.Written.class, new Fs.Write(2, bytes("0123456789"), probe.ref()))
                        .length())
                .isEqualTo(10);
        assertThat(read(file, 2, 10)).isEqualTo("0123456789");
        assertThat(read(file, 2, 100)).isEqualTo("0123456789");
        assertThat(kernel.count("write")).isEqualTo(4);
        ActorRef<Fs.FileCommand> appending = open("file", OpenOptions.append());
        ask(appending, Fs.Written.class, new Fs.Append(bytes("abcdefg"), probe.ref()));
        assertThat(read(file, 12, 100)).isEqualTo("abcdefg");
    }

    @Test
    void interruptedCallsAreRepeated() {
        AtomicInteger interrupts = new AtomicInteger();
        kernel.fate(call -> call.name.equals("close") || interrupts.incrementAndGet() % 3 == 0 ? null : -Errno.EINTR);
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.readWrite().create());
        ask(file, Fs.Written.class, new Fs.Write(0, bytes("hello"), probe.ref()));
        ask(file, Fs.Done.class, new Fs.Sync(true, probe.ref()));
        ask(file, Fs.Done.class, new Fs.Truncate(4, probe.ref()));
        ask(file, Fs.Status.class, new Fs.StatFile(probe.ref()));
        assertThat(read(file, 0, 4)).isEqualTo("hell");
        ask(Fs.Done.class, new Fs.Unlink(folder.resolve("file"), probe.ref()));
        assertThat(interrupts.get()).isGreaterThanOrEqualTo(21);
    }

    @Test
    void aFullDiskSaysHowMuchItHasTaken() {
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.write().create());
        AtomicInteger writes = new AtomicInteger();
        kernel.fate(call -> {
            if (!call.name.equals("write")) {
                return null;
            }
            call.shorten(Math.min(call.length(), 3));
            return writes.incrementAndGet() == 3 ? -Errno.ENOSPC : null;
        });
        Fs.Failed failed = ask(file, Fs.Failed.class, new Fs.Write(0, bytes("0123456789"), probe.ref()));
        assertThat(failed.cause())
                .hasMessage("write('" + folder.resolve("file") + "'): ENOSPC (No space left on device)");
        assertThat(failed.done()).isEqualTo(6);
        assertThat(folder.resolve("file")).hasContent("012345");
        ask(file, Fs.Written.class, new Fs.Write(6, bytes("6789"), probe.ref()));
        assertThat(services.budget().bytes()).isZero();
    }

    @Test
    void aKernelThatTakesNothingIsNotAskedForEver() {
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.write().create());
        kernel.fate(call -> call.name.equals("write") ? 0 : null);
        assertThat(ask(file, Fs.Failed.class, new Fs.Write(0, bytes("x"), probe.ref()))
                        .cause()
                        .errno())
                .isEqualTo(Errno.EIO);
    }

    @Test
    void eachCallMayFail() {
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.readWrite().create());
        for (Fs.FileCommand command : List.of(
                new Fs.Read(0, 1, probe.ref()),
                new Fs.ReadVectored(0, List.of(1), probe.ref()),
                new Fs.Write(0, bytes("x"), probe.ref()),
                new Fs.WriteVectored(0, List.of(bytes("x")), probe.ref()),
                new Fs.Sync(true, probe.ref()),
                new Fs.Sync(false, probe.ref()),
                new Fs.Truncate(0, probe.ref()),
                new Fs.StatFile(probe.ref()))) {
            kernel.fate(call -> -Errno.EIO);
            assertThat(ask(file, Fs.Failed.class, command).cause().errno()).isEqualTo(Errno.EIO);
            kernel.fate(call -> null);
            ask(file, Fs.Done.class, new Fs.Sync(true, probe.ref()));
        }
        kernel.fate(call -> -Errno.EIO);
        for (Fs.Command command : List.of(
                new Fs.Open(folder, OpenOptions.directory(), probe.ref(), probe.ref()),
                new Fs.Stat(folder, true, probe.ref()),
                new Fs.Rename(folder, folder, probe.ref()),
                new Fs.Unlink(folder, probe.ref()),
                new Fs.MakeDirectory(folder, 0, probe.ref()),
                new Fs.RemoveDirectory(folder, probe.ref()))) {
            Fs.Failed failed = ask(Fs.Failed.class, command);
            assertThat(failed.request()).isSameAs(command);
            assertThat(failed.cause().errno()).isEqualTo(Errno.EIO);
        }
        await(() -> services.budget().files() == 1);
        kernel.fate(call -> null); // else the file could not be closed
    }

    /** As Linux does it: the descriptor is gone, and there is an error all the same. */
    @Test
    void aFileWhoseCloseFailsIsClosedOnce() {
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.write().create());
        kernel.fate(call -> {
            if (call.name.equals("close")) {
                Syscalls.linux().close(call.fd());
                return -Errno.EIO;
            }
            return null;
        });
        assertThat(ask(file, Fs.Failed.class, new Fs.Close(probe.ref())).cause())
                .hasMessage("close('" + folder.resolve("file") + "'): EIO (Input/output error)");
        probe.expectTerminated(file);
        await(() -> services.budget().files() == 0);
        assertThat(kernel.count("close")).isEqualTo(1);
        assertThat(kernel.count("closeNow")).isZero();
        assertThat(openFiles()).isEmpty();
    }

    @Test
    void aCloseThatASignalInterruptsIsNotRepeated() {
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.write().create());
        kernel.fate(call -> {
            if (call.name.equals("close")) {
                Syscalls.linux().close(call.fd());
                return -Errno.EINTR;
            }
            return null;
        });
        close(file);
        await(() -> services.budget().files() == 0);
        assertThat(kernel.count("close")).isEqualTo(1);
        assertThat(kernel.count("closeNow")).isZero();
    }

    @Test
    void anExclusiveRequestWaitsForThoseBeforeAndHoldsUpThoseAfter() {
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.readWrite().create());
        kernel.fate(call -> call.name.equals("write") ? FakeKernel.HOLD : null);
        file.tell(new Fs.Write(0, bytes("1"), probe.ref()));
        file.tell(new Fs.Write(1, bytes("2"), probe.ref()));
        file.tell(new Fs.Sync(true, probe.ref()));
        file.tell(new Fs.Read(0, 2, probe.ref()));
        await(() -> kernel.held() == 2);
        probe.expectNoMessage(java.time.Duration.ofMillis(50));
        assertThat(kernel.calls()).doesNotContain("fsync", "read");
        kernel.release();
        probe.expectMessageClass(Fs.Written.class);
        probe.expectMessageClass(Fs.Written.class);
        probe.expectMessageClass(Fs.Done.class);
        assertThat(probe.expectMessageClass(Fs.ReadDone.class).data().utf8String())
                .isEqualTo("12");
    }

    /** Whatever is thrown in place of a call, who has asked is answered, and others go on. */
    @Test
    void whatCanNotEvenBeBegunIsAnswered() {
        Map<RuntimeException, Integer> errors = Map.of(
                new RejectedExecutionException("planted"), Errno.EAGAIN,
                new SyscallException("io_uring_enter", 1, Errno.EBUSY), Errno.EBUSY,
                new IllegalStateException("planted"), Errno.ECANCELED,
                new IllegalArgumentException("planted"), Errno.EINVAL,
                new UnsupportedOperationException("planted"), Errno.EIO);
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.readWrite().create());
        errors.forEach((thrown, errno) -> {
            kernel.fate(call -> {
                throw thrown;
            });
            assertThat(ask(file, Fs.Failed.class, new Fs.Write(0, bytes("x"), probe.ref()))
                            .cause()
                            .errno())
                    .as("write: %s", thrown)
                    .isEqualTo(errno);
            for (Fs.Command command : List.of(
                    new Fs.Stat(folder, true, probe.ref()),
                    new Fs.Open(folder.resolve("other"), OpenOptions.read(), probe.ref(), probe.ref()))) {
                assertThat(ask(Fs.Failed.class, command).cause().errno())
                        .as("%s: %s", command, thrown)
                        .isEqualTo(errno);
            }
            kernel.fate(call -> null);
            ask(file, Fs.Written.class, new Fs.Write(0, bytes("x"), probe.ref()));
        });
        assertThat(services.budget().bytes()).isZero();
        close(file);
        await(() -> services.budget().files() == 0);
    }
}
