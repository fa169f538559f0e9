// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.DirectoryEntry;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.junit.jupiter.api.Test;

/** What files answer, whether by the ring or by threads. */
abstract class FsContract extends FsTest {
    @Test
    void aFileIsWrittenReadCutOffAskedAboutAndClosed() throws IOException {
        Path path = folder.resolve("fïle");
        ActorRef<Fs.FileCommand> file = open("fïle", OpenOptions.readWrite().createNew());
        assertThat(ask(file, Fs.Written.class, new Fs.Write(0, bytes("hello, file"), probe.ref()))
                        .length())
                .isEqualTo(11);
        assertThat(path).hasContent("hello, file");
        assertThat(read(file, 7, 100)).isEqualTo("file");
        assertThat(read(file, 11, 1)).isEmpty();
        ask(file, Fs.Done.class, new Fs.Sync(false, probe.ref()));
        ask(file, Fs.Done.class, new Fs.Sync(true, probe.ref()));
        ask(file, Fs.Done.class, new Fs.Truncate(5, probe.ref()));
        FileStatus status =
                ask(file, Fs.Status.class, new Fs.StatFile(probe.ref())).status();
        assertThat(status.size()).isEqualTo(5);
        assertThat(status.isRegularFile()).isTrue();
        assertThat(status.inode()).isEqualTo((long) Files.getAttribute(path, "unix:ino"));
        assertThat(status.modified()).isEqualTo(Files.getLastModifiedTime(path).toInstant());
        close(file);
        assertThat(openFiles()).isEmpty();
        assertThat(path).hasContent("hello");
    }

    @Test
    void partsAreReadAndWrittenInOneGo() throws IOException {
        ActorRef<Fs.FileCommand> file = open("parts", OpenOptions.readWrite().create());
        List<ByteString> parts = List.of(
                bytes("one"), ByteString.emptyByteString(), bytes("four").concat(bytes("seven")));
        assertThat(ask(file, Fs.Written.class, new Fs.WriteVectored(2, parts, probe.ref()))
                        .length())
                .isEqualTo(12);
        assertThat(Files.readString(folder.resolve("parts"))).isEqualTo("\0\0onefourseven");
        Fs.ReadVectoredDone read =
                ask(file, Fs.ReadVectoredDone.class, new Fs.ReadVectored(2, List.of(3, 4, 6, 7), probe.ref()));
        assertThat(read.parts()).extracting(ByteString::utf8String).containsExactly("one", "four", "seven", "");
        ask(file, Fs.Written.class, new Fs.WriteVectored(0, List.of(), probe.ref()));
        ask(file, Fs.Written.class, new Fs.Write(0, ByteString.emptyByteString(), probe.ref()));
        close(file);
    }

    @Test
    void whatIsAppendedIsInTheOrderInWhichItWasTold() throws IOException {
        ActorRef<Fs.FileCommand> file = open("log", OpenOptions.append().create());
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            file.tell(new Fs.Append(bytes(i + "\n"), probe.ref()));
            expected.append(i).append('\n');
        }
        close(file, 500);
        assertThat(folder.resolve("log")).hasContent(expected.toString());
    }

    /** Whatever was told before comes first. */
    private void close(ActorRef<Fs.FileCommand> file, int writesBefore) {
        file.tell(new Fs.Close(probe.ref()));
        for (int i = 0; i < writesBefore; i++) {
            probe.expectMessageClass(Fs.Written.class);
        }
        probe.expectMessageClass(Fs.Done.class);
    }

    @Test
    void manyReadsAndWritesAtOnceAreAllAnswered() throws IOException {
        ActorRef<Fs.FileCommand> file = open("many", OpenOptions.readWrite().create());
        for (int i = 0; i < 1_000; i++) {
            file.tell(new Fs.Write(i * 4L, bytes(String.format("%03d,", i)), probe.ref()));
        }
        file.tell(new Fs.Sync(true, probe.ref()));
        for (int i = 0; i < 1_000; i++) {
            probe.expectMessageClass(Fs.Written.class);
        }
        probe.expectMessageClass(Fs.Done.class);
        List<Fs.ReadDone> read = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            file.tell(new Fs.Read(i * 4L, 4, probe.ref()));
        }
        for (int i = 0; i < 1_000; i++) {
            read.add(probe.expectMessageClass(Fs.ReadDone.class));
        }
        assertThat(read).allSatisfy(answer -> assertThat(answer.data().utf8String())
                .isEqualTo(String.format("%03d,", answer.request().position() / 4)));
        close(file);
    }

    @Test
    void namesAreMadeChangedAskedAboutListedAndRemoved() throws IOException {
        Path directory = folder.resolve("dïr");
        ask(Fs.Done.class, new Fs.MakeDirectory(directory, 0700, probe.ref()));
        Path old = Files.writeString(directory.resolve("old"), "12345");
        Path renamed = directory.resolve("new");
        ask(Fs.Done.class, new Fs.Rename(old, renamed, probe.ref()));
        assertThat(ask(Fs.Status.class, new Fs.Stat(renamed, true, probe.ref()))
                        .status()
                        .size())
                .isEqualTo(5);
        Path link = Files.createSymbolicLink(directory.resolve("link"), renamed);
        assertThat(ask(Fs.Status.class, new Fs.Stat(link, false, probe.ref()))
                        .status()
                        .isSymbolicLink())
                .isTrue();
        Fs.Listed listed = ask(Fs.Listed.class, new Fs.ListDirectory(directory, probe.ref()));
        assertThat(listed.complete()).isTrue();
        assertThat(listed.entries()).extracting(DirectoryEntry::name).containsExactlyInAnyOrder("new", "link");
        ask(Fs.Done.class, new Fs.Unlink(link, probe.ref()));
        ask(Fs.Done.class, new Fs.Unlink(renamed, probe.ref()));
        ActorRef<Fs.FileCommand> synced = open("dïr", OpenOptions.directory());
        ask(synced, Fs.Done.class, new Fs.Sync(false, probe.ref()));
        close(synced);
        ask(Fs.Done.class, new Fs.RemoveDirectory(directory, probe.ref()));
        assertThat(directory).doesNotExist();
    }

    @Test
    void errorsNameCallPathAndError() {
        Path none = folder.resolve("none");
        Fs.Open open = new Fs.Open(none, OpenOptions.read(), probe.ref(), probe.ref());
        Fs.Failed failed = ask(Fs.Failed.class, open);
        assertThat(failed.request()).isSameAs(open);
        assertThat(failed.cause()).hasMessage("open('" + none + "'): ENOENT (No such file or directory)");
        assertThat(failed.cause().errno()).isEqualTo(Errno.ENOENT);
        assertThat(failed.cause().call()).isEqualTo("open");
        assertThat(failed.cause().path()).isEqualTo(none.toString());
        expectFailed("unlink('" + none + "'): ENOENT (No such file or directory)", new Fs.Unlink(none, probe.ref()));
        expectFailed("statx('" + none + "'): ENOENT (No such file or directory)", new Fs.Stat(none, true, probe.ref()));
        expectFailed(
                "list('" + none + "'): ENOENT (No such file or directory)", new Fs.ListDirectory(none, probe.ref()));
        expectFailed(
                "rename('" + none + "' to '" + none + "2'): ENOENT (No such file or directory)",
                new Fs.Rename(none, folder.resolve("none2"), probe.ref()));
        expectFailed(
                "rmdir('" + none + "'): ENOENT (No such file or directory)", new Fs.RemoveDirectory(none, probe.ref()));
        expectFailed("mkdir('" + folder + "'): EEXIST (File exists)", new Fs.MakeDirectory(folder, 0700, probe.ref()));
        ActorRef<Fs.FileCommand> readOnly = open("", OpenOptions.directory());
        assertThat(ask(readOnly, Fs.Failed.class, new Fs.Read(0, 8, probe.ref()))
                        .cause())
                .hasMessage("read('" + folder + "'): EISDIR (Is a directory)");
        assertThat(ask(readOnly, Fs.Failed.class, new Fs.Truncate(0, probe.ref()))
                        .cause())
                .hasMessage("ftruncate('" + folder + "'): EINVAL (Invalid argument)");
        close(readOnly);
    }

    private void expectFailed(String message, Fs.Command command) {
        assertThat(ask(Fs.Failed.class, command).cause()).hasMessage(message);
    }

    @Test
    void whatDoesNotFitTheFileIsRefused() {
        ActorRef<Fs.FileCommand> appending = open("log", OpenOptions.append().create(0600));
        assertThat(ask(appending, Fs.Refused.class, new Fs.Write(0, bytes("x"), probe.ref()))
                        .reason())
                .endsWith("log was opened for appending, where Linux ignores positions: use Append");
        assertThat(ask(appending, Fs.Refused.class, new Fs.WriteVectored(0, List.of(bytes("x")), probe.ref()))
                        .reason())
                .endsWith("use Append");
        ActorRef<Fs.FileCommand> writing = open("log", OpenOptions.write());
        assertThat(ask(writing, Fs.Refused.class, new Fs.Append(bytes("x"), probe.ref()))
                        .reason())
                .endsWith("log was not opened by OpenOptions.append: use Write");
        close(appending);
        close(writing);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fs.Read(-1, 1, probe.ref()))
                .withMessage("positions and lengths must not be negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fs.Read(0, 0, probe.ref()))
                .withMessage("length must be at least 1: 0");
    }

    @Test
    void pastThePageCacheMemoryIsAligned() {
        manager.tell(new Fs.Open(
                folder.resolve("direct"), OpenOptions.readWrite().create().direct(), probe.ref(), probe.ref()));
        Fs.Answer answer = probe.receiveMessage();
        if (answer instanceof Fs.Failed refused) {
            assertThat(refused.cause().errno())
                    .as("a file system without O_DIRECT")
                    .isEqualTo(Errno.EINVAL);
            return;
        }
        ActorRef<Fs.FileCommand> file = ((Fs.Opened) answer).file();
        ByteString pages = ByteString.fromArray(new byte[8192]).concat(bytes("x".repeat(4096)));
        assertThat(ask(file, Fs.Written.class, new Fs.Write(4096, pages, probe.ref()))
                        .length())
                .isEqualTo(12288);
        assertThat(read(file, 12288, 8192)).isEqualTo("x".repeat(4096));
        close(file);
    }

    @Test
    void aFileWithoutANameIsNotInItsDirectory() throws IOException {
        manager.tell(new Fs.Open(folder, OpenOptions.temporary(), probe.ref(), probe.ref()));
        Fs.Answer answer = probe.receiveMessage();
        if (answer instanceof Fs.Failed refused) {
            assertThat(refused.cause().errno()).isEqualTo(Errno.EOPNOTSUPP);
            return;
        }
        ActorRef<Fs.FileCommand> file = ((Fs.Opened) answer).file();
        ask(file, Fs.Written.class, new Fs.Write(0, bytes("nameless"), probe.ref()));
        assertThat(read(file, 4, 100)).isEqualTo("less");
        try (var names = Files.list(folder)) {
            assertThat(names).isEmpty();
        }
        close(file);
    }

    @Test
    void otherFlagsArePassedOn() {
        open("x", OpenOptions.write().createNew());
        Fs.Open again = new Fs.Open(folder.resolve("x"), OpenOptions.write().createNew(), probe.ref(), probe.ref());
        assertThat(ask(Fs.Failed.class, again).cause().errno()).isEqualTo(Errno.EEXIST);
        ActorRef<Fs.FileCommand> synchronous =
                open("x", OpenOptions.write().with(Fcntl.O_DSYNC).truncate());
        close(synchronous);
    }

    @Test
    void whatIsUnderWayWhenTheSystemEndsLeavesNothingOpen() {
        ByteString megabyte = ByteString.fromArray(new byte[1 << 20]);
        for (int i = 0; i < 8; i++) {
            ActorRef<Fs.FileCommand> file = open("f" + i, OpenOptions.write().create());
            for (int j = 0; j < 8; j++) {
                file.tell(new Fs.Write((long) j << 20, megabyte, kit.system().ignoreRef()));
                file.tell(new Fs.Sync(true, kit.system().ignoreRef()));
            }
            manager.tell(new Fs.Open(
                    folder.resolve("g" + i),
                    OpenOptions.write().create(),
                    probe.ref(),
                    kit.system().ignoreRef()));
        }
        kit.shutdownTestKit();
        await(() -> openFiles().isEmpty());
    }

    @Test
    void tenThousandFilesLeaveNothingBehind() {
        int before = mappings();
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 100; j++) {
                manager.tell(new Fs.Open(
                        folder.resolve("f" + j), OpenOptions.readWrite().create(), probe.ref(), probe.ref()));
            }
            for (int j = 0; j < 100; j++) {
                Fs.Opened opened = probe.expectMessageClass(Fs.Opened.class);
                opened.file().tell(new Fs.Write(0, bytes("x"), kit.system().ignoreRef()));
                opened.file().tell(new Fs.Read(0, 1, kit.system().ignoreRef()));
                opened.file().tell(new Fs.Close(kit.system().ignoreRef()));
            }
        }
        await(() -> openFiles().isEmpty());
        assertThat(mappings()).isLessThan(before + 50); // the JVM's own come and go
    }

    private static int mappings() {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return (int) lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
