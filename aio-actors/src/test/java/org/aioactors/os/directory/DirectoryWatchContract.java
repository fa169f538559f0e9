// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/** What is told of directories, however the loops ask the kernel. */
abstract class DirectoryWatchContract extends DirectoryTest {
    private static final DirectoryOptions NAMES_ONLY = DirectoryOptions.DEFAULT.withoutModified();

    @Test
    void whatThereIsIsFoundAndThenChangesAreTold() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.createFile(folder.resolve("a/b/file"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
        watch(folder);
        List<DirectoryWatch.Event> found = until(DirectoryWatch.Scanned.class);
        assertThat(found.get(0)).isEqualTo(new DirectoryWatch.Watching(folder.toString()));
        assertThat(found.subList(1, found.size() - 1))
                .containsExactlyInAnyOrder(
                        new DirectoryWatch.Found(path("a"), true),
                        new DirectoryWatch.Found(path("a/b"), true),
                        new DirectoryWatch.Found(path("a/b/file"), false),
                        new DirectoryWatch.Found(path("link"), false));
        Files.writeString(folder.resolve("a/b/file"), "x");
        assertThat(until(DirectoryWatch.Written.class)) // it is cut off, and then written
                .containsOnly(
                        new DirectoryWatch.Modified(path("a/b/file")), new DirectoryWatch.Written(path("a/b/file")));
        Files.delete(folder.resolve("a/b/file"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Deleted(path("a/b/file"), false));
        Files.delete(folder.resolve("a/b"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Deleted(path("a/b"), true));
        Files.createFile(folder.resolve("a/b"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Created(path("a/b"), false));
    }

    @Test
    void whatIsMadeInANewDirectoryBeforeItIsWatchedIsNotMissed() throws IOException {
        watchAll(folder, NAMES_ONLY);
        for (int i = 0; i < 50; i++) {
            Path deep = Files.createDirectories(folder.resolve(i + "/a/b/c"));
            Files.createFile(deep.resolve("file"));
            Files.createFile(deep.resolve("../file"));
        }
        awaitAgreement(folder);
        assertThat(known.paths()).hasSize(50 * 6);
    }

    @Test
    void whatIsMadeDuringTheFirstScanIsNotMissed() throws Exception {
        for (int i = 0; i < 20; i++) {
            Files.createDirectories(folder.resolve("old" + i + "/a/b"));
        }
        CompletableFuture<Void> maker = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 200; i++) {
                try {
                    Files.createDirectories(folder.resolve("old" + i % 20 + "/a/b/new" + i + "/x"));
                    Files.createFile(folder.resolve("old" + i % 20 + "/file" + i));
                    Files.delete(folder.resolve("old" + i % 20 + "/file" + i));
                    Files.move(
                            folder.resolve("old" + i % 20 + "/a/b/new" + i),
                            folder.resolve("old" + (i + 7) % 20 + "/moved" + i));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        watch(folder, NAMES_ONLY);
        maker.get();
        awaitAgreement(folder);
    }

    @Test
    void aMoveWithinTheTreeIsOneEvent() throws IOException {
        Files.createDirectories(folder.resolve("a/sub"));
        Files.createDirectories(folder.resolve("b"));
        Files.createFile(folder.resolve("a/sub/file"));
        watchAll(folder, NAMES_ONLY);
        Files.move(folder.resolve("a/sub/file"), folder.resolve("a/sub/other"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Moved(path("a/sub/file"), path("a/sub/other"), false));
        Files.move(folder.resolve("a/sub/other"), folder.resolve("b/file"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Moved(path("a/sub/other"), path("b/file"), false));
        Files.move(folder.resolve("b"), folder.resolve("a/sub/b"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Moved(path("b"), path("a/sub/b"), true));
        Files.move(folder.resolve("a/sub"), folder.resolve("c"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Moved(path("a/sub"), path("c"), true));
        Files.delete(folder.resolve("c/b/file"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Deleted(path("c/b/file"), false));
        Files.createDirectory(folder.resolve("empty"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Created(path("empty"), true));
        Files.move(folder.resolve("c"), folder.resolve("empty"), StandardCopyOption.ATOMIC_MOVE);
        awaitAgreement(folder); // as one event or two: the new directory may just be being scanned
        Files.createFile(folder.resolve("empty/b/again"));
        awaitAgreement(folder);
    }

    @Test
    void whatIsMovedOutIsGoneAndWhatIsMovedInIsFound() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectories(tree.resolve("a/b"));
        Files.createFile(tree.resolve("a/b/file"));
        Files.createFile(tree.resolve("single"));
        watchAll(tree, NAMES_ONLY);
        Files.move(tree.resolve("a"), elsewhere.resolve("a"));
        assertThat(next()).isEqualTo(new DirectoryWatch.MovedOut(path("tree/a"), true));
        Files.move(tree.resolve("single"), elsewhere.resolve("single"));
        assertThat(next()).isEqualTo(new DirectoryWatch.MovedOut(path("tree/single"), false));
        Files.createFile(elsewhere.resolve("a/b/unheard"));
        assertThat(untilMarked(tree.resolve("marker"))).isEmpty();
        Files.move(elsewhere.resolve("a"), tree.resolve("back"));
        assertThat(next()).isEqualTo(new DirectoryWatch.MovedIn(path("tree/back"), true));
        awaitAgreement(tree);
        Files.createFile(tree.resolve("back/b/heard"));
        until(event -> event.equals(new DirectoryWatch.Created(path("tree/back/b/heard"), false)));
    }

    @Test
    void anotherFileOfANameThatWasMovedOutIsToldAfterThat() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createFile(tree.resolve("log"));
        watchAll(tree, NAMES_ONLY);
        Files.move(tree.resolve("log"), folder.resolve("log.1"));
        Files.createFile(tree.resolve("log"));
        assertThat(next()).isEqualTo(new DirectoryWatch.MovedOut(path("tree/log"), false));
        assertThat(next()).isEqualTo(new DirectoryWatch.Created(path("tree/log"), false));
    }

    @Test
    void aRootThatIsDeletedIsWatchedAgainWhenItComesBack() throws IOException {
        Path root = Files.createDirectories(folder.resolve("a/root"));
        Files.createFile(root.resolve("first"));
        watchAll(root, NAMES_ONLY);
        for (int i = 0; i < 3; i++) {
            Files.delete(root.resolve(i == 0 ? "first" : "again"));
            Files.delete(root);
            until(event -> event.equals(new DirectoryWatch.Absent(root.toString(), DirectoryWatch.Reason.DELETED)));
            assertThat(known.paths()).isEmpty();
            if (i == 1) {
                Files.delete(root.getParent());
            }
            Files.createDirectories(root);
            Files.createFile(root.resolve("again"));
            until(DirectoryWatch.Scanned.class);
            awaitAgreement(root);
        }
    }

    @Test
    void aRootMayComeLater() throws IOException {
        Path root = folder.resolve("x/y/root");
        watch(root, NAMES_ONLY);
        assertThat(next()).isEqualTo(new DirectoryWatch.Absent(root.toString(), DirectoryWatch.Reason.MISSING));
        Files.createFile(folder.resolve("x"));
        Files.delete(folder.resolve("x"));
        Files.createDirectories(folder.resolve("x/y"));
        Files.createDirectory(folder.resolve("x/y/other"));
        Files.createDirectories(root.resolve("inside"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Watching(root.toString()));
        awaitAgreement(root);
    }

    @Test
    void aRootThatIsMovedAwayIsAbsentUntilItIsBack() throws IOException {
        Path root = Files.createDirectories(folder.resolve("a/root"));
        watchAll(root, NAMES_ONLY);
        Files.move(root, folder.resolve("away"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Absent(root.toString(), DirectoryWatch.Reason.MOVED));
        Files.createFile(folder.resolve("away/unheard"));
        Files.move(folder.resolve("away"), root);
        assertThat(next()).isEqualTo(new DirectoryWatch.Watching(root.toString()));
        until(DirectoryWatch.Scanned.class);
        awaitAgreement(root);
        Files.move(root.getParent(), folder.resolve("parent"));
        assertThat(next()).isEqualTo(new DirectoryWatch.Absent(root.toString(), DirectoryWatch.Reason.MOVED));
    }

    /** A directory that somebody uses is not told as deleted itself. */
    @Test
    void aRootThatSomebodyUsesIsAbsentWhenItIsDeleted() throws IOException, InterruptedException {
        Path root = Files.createDirectories(folder.resolve("a/root"));
        Process user = new ProcessBuilder("cat").directory(root.toFile()).start();
        try {
            watchAll(root, NAMES_ONLY);
            Files.delete(root);
            assertThat(next()).isEqualTo(new DirectoryWatch.Absent(root.toString(), DirectoryWatch.Reason.DELETED));
            Files.createDirectory(root);
            assertThat(next()).isEqualTo(new DirectoryWatch.Watching(root.toString()));
        } finally {
            user.destroy();
            user.waitFor();
        }
    }

    @Test
    void aNameThatIsNotUtf8IsToldAndWatched() throws IOException {
        String directory = folder + "/\uDCFFd\uDCFE";
        assertThat(FileIo.mkdir(Syscalls.linux(), directory, 0700)).isZero();
        watchAll(folder, NAMES_ONLY);
        assertThat(known.contains(directory)).isTrue();
        String file = directory + "/\uDCE4";
        FileIo.open(Syscalls.linux(), file, Fcntl.O_CREAT | Fcntl.O_WRONLY, 0600)
                .close();
        assertThat(next()).isEqualTo(new DirectoryWatch.Created(file, false));
        FileIo.unlink(Syscalls.linux(), file, 0); // Java can't
        FileIo.unlink(Syscalls.linux(), directory, Fcntl.AT_REMOVEDIR);
        until(event -> event.equals(new DirectoryWatch.Deleted(directory, true)));
    }

    @Test
    void onlyWhatIsAskedForIsTold() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Path file = Files.createFile(folder.resolve("file"));
        watchAll(folder, NAMES_ONLY.flat().withAttributes());
        Files.createFile(sub.resolve("unheard"));
        Files.writeString(file, "unheard");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(next()).isEqualTo(new DirectoryWatch.AttributesChanged(file.toString(), false));
    }

    @Test
    void aFileIsWatchedThroughItsReplacements() throws IOException {
        Path file = folder.resolve("d/app.conf");
        DirectoryWatch.watchFile(kit.system(), file, probe.ref());
        assertThat(next()).isEqualTo(new DirectoryWatch.Absent(path("d"), DirectoryWatch.Reason.MISSING));
        Files.createDirectory(folder.resolve("d"));
        until(DirectoryWatch.Scanned.class);
        Files.createFile(folder.resolve("d/other"));
        Files.writeString(file, "one");
        assertThat(until(DirectoryWatch.Written.class))
                .containsOnly(
                        new DirectoryWatch.Created(file.toString(), false),
                        new DirectoryWatch.Modified(file.toString()),
                        new DirectoryWatch.Written(file.toString()));
        Files.writeString(folder.resolve("d/temporary"), "two");
        Files.move(folder.resolve("d/temporary"), file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(next()).isEqualTo(new DirectoryWatch.MovedIn(file.toString(), false));
        Files.writeString(file, "three", StandardOpenOption.APPEND);
        until(DirectoryWatch.Written.class);
        Files.delete(file);
        assertThat(next()).isEqualTo(new DirectoryWatch.Deleted(file.toString(), false));
    }

    @Test
    void aFileSystemThatIsUnmountedIsTold() throws IOException, InterruptedException {
        Path mounted = Files.createDirectory(folder.resolve("m"));
        assumeTrue(mount(mounted), "file systems may be mounted here");
        try {
            Files.createDirectories(mounted.resolve("a"));
            watchAll(mounted, NAMES_ONLY);
        } finally {
            assertThat(run("umount", mounted.toString())).isTrue();
        }
        until(event -> event.equals(new DirectoryWatch.Absent(mounted.toString(), DirectoryWatch.Reason.UNMOUNTED)));
        assertThat(next()).isEqualTo(new DirectoryWatch.Watching(mounted.toString())); // that which was below
        until(DirectoryWatch.Scanned.class);
        assertThat(known.paths()).isEmpty();
    }

    @Test
    void aPartThatIsUnmountedIsTold() throws IOException, InterruptedException {
        Path mounted = Files.createDirectory(folder.resolve("m"));
        Files.createFile(mounted.resolve("below"));
        assumeTrue(mount(mounted), "file systems may be mounted here");
        try {
            Files.createDirectories(mounted.resolve("a/b"));
            watchAll(folder, NAMES_ONLY);
        } finally {
            assertThat(run("umount", mounted.toString())).isTrue();
        }
        until(event -> event.equals(new DirectoryWatch.Unmounted(mounted.toString())));
        awaitAgreement(folder);
        Files.createFile(mounted.resolve("heard"));
        until(event -> event.equals(new DirectoryWatch.Created(path("m/heard"), false)));
    }

    private static boolean mount(Path on) throws InterruptedException {
        try {
            return run("mount", "-t", "tmpfs", "none", on.toString());
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @Test
    void aWatchEndsWithItsListenerAndWhenItIsTold() {
        ActorRef<DirectoryWatch.Command> first = watchAll(folder, NAMES_ONLY);
        assertThat(openFds("inotify")).isEqualTo(1);
        first.tell(new DirectoryWatch.Close());
        probe.expectTerminated(first);
        await(() -> openFds("inotify") == 0);
        ActorRef<DirectoryWatch.Command> second = watchAll(folder, NAMES_ONLY);
        probe.stop();
        kit.createTestProbe().expectTerminated(second);
        await(() -> openFds("inotify") == 0);
    }

    @Test
    void manyWatchesAtOnce() throws IOException {
        List<ActorRef<DirectoryWatch.Command>> watches = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            watches.add(watch(folder, NAMES_ONLY));
        }
        for (int i = 0; i < 50; i++) {
            until(DirectoryWatch.Scanned.class);
        }
        Files.createFile(folder.resolve("file"));
        for (int i = 0; i < 50; i++) {
            assertThat(next()).isEqualTo(new DirectoryWatch.Created(path("file"), false));
        }
        watches.forEach(each -> each.tell(new DirectoryWatch.Close()));
        await(() -> openFds("inotify") == 0);
    }
}
