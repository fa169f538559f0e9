// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A large tree, of which very much changes: each change is told or an overflow is, and what is known in the end is right. */
class StormTest extends DirectoryTest {
    private static final Logger LOG = LoggerFactory.getLogger(StormTest.class);
    private static final int FAN_OUT = 10;

    private final Syscalls syscalls = Syscalls.linux();

    /** Whether the directories of the beginning are where they were after each change. */
    private boolean settled = true;

    /** What the storm has done. */
    private int made;

    private int removed;
    private int moved;

    @Test
    void aThousandDirectoriesAndTenThousandChanges() throws Exception {
        storm(1_000, 10_000, 1);
    }

    @Test
    void manySmallStormsDuringTheirFirstScan() throws Exception {
        settled = false;
        for (int seed = 0; seed < 20; seed++) {
            Path root = Files.createDirectory(folder.resolve("root" + seed));
            List<Path> directories = tree(root, 100);
            CompletableFuture<Void> changing = changes(directories, 500, seed);
            var watch = watch(root, DirectoryOptions.DEFAULT.withoutModified());
            changing.get();
            awaitAgreement(root);
            watch.tell(new DirectoryWatch.Close());
            probe.expectTerminated(watch);
            probe = kit.createTestProbe();
            known.apply(new DirectoryWatch.Overflowed(root.toString()));
        }
    }

    @Test
    @Tag("soak")
    void tenThousandDirectoriesAndAHundredThousandChanges() throws Exception {
        storm(10_000, 100_000, 2);
    }

    private void storm(int directoryCount, int changeCount, int seed) throws Exception {
        List<Path> directories = tree(folder, directoryCount);
        long beginNs = System.nanoTime();
        watch(folder, DirectoryOptions.DEFAULT.withoutModified());
        until(DirectoryWatch.Scanned.class);
        long scannedNs = System.nanoTime();
        assertThat(known.paths()).hasSize(directoryCount);
        CompletableFuture<Void> changing = changes(directories, changeCount, seed);
        Path marker = folder.resolve("the end");
        changing.thenRun(() -> create(marker)).get();
        long changedNs = System.nanoTime();
        int told = 0;
        int overflows = 0;
        int moves = 0;
        while (!known.contains(marker.toString())) {
            DirectoryWatch.Event event = next();
            told++;
            overflows += event instanceof DirectoryWatch.Overflowed ? 1 : 0;
            moves += event instanceof DirectoryWatch.Moved ? 1 : 0;
        }
        awaitAgreement(folder);
        LOG.info(
                "{} directories scanned in {} ms; {} changes in {} ms ({} made, {} removed, {} moved); {} events, {} moves,"
                        + " {} overflows, all known after {} ms more",
                directoryCount,
                ms(scannedNs - beginNs),
                changeCount,
                ms(changedNs - scannedNs),
                made,
                removed,
                moved,
                told,
                moves,
                overflows,
                ms(System.nanoTime() - changedNs));
    }

    private static long ms(long ns) {
        return ns / 1_000_000;
    }

    private static List<Path> tree(Path root, int count) throws IOException {
        List<Path> directories = new ArrayList<>(List.of(root));
        for (int i = 0; i < count; i++) {
            directories.add(Files.createDirectory(directories.get(i / FAN_OUT).resolve("d" + i)));
        }
        return directories;
    }

    private void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** On a thread of its own; each one is made, whatever is where by then. */
    private CompletableFuture<Void> changes(List<Path> directories, int count, int seed) {
        Random random = new Random(seed);
        return CompletableFuture.runAsync(() -> {
            int done = 0;
            while (done < count) {
                done += change(random, directories) ? 1 : 0;
            }
        });
    }

    private boolean change(Random random, List<Path> directories) {
        String in = directories.get(random.nextInt(directories.size())).toString();
        String other = directories.get(random.nextInt(directories.size())).toString();
        String name = "/n" + random.nextInt(4);
        String otherName = "/n" + random.nextInt(4);
        int kind = random.nextInt(10);
        if (kind < 4) {
            int fd = open(in + name);
            if (fd >= 0) {
                FileIo.close(syscalls, fd);
                made++;
            }
            return fd >= 0;
        } else if (kind < 6) {
            int result = FileIo.unlink(syscalls, in + name, 0);
            removed += result == 0 ? 1 : 0;
            return result == 0;
        } else if (kind < 7) {
            int result = FileIo.mkdir(syscalls, in + name, 0700);
            made += result == 0 ? 1 : 0;
            return result == 0;
        } else if (kind < 8) {
            int result = FileIo.unlink(syscalls, in + name, Fcntl.AT_REMOVEDIR);
            removed += result == 0 ? 1 : 0;
            return result == 0;
        }
        if (kind == 8) {
            return rename(in + name, other + otherName);
        }
        if (settled) {
            Path leaf = directories.get(directories.size() - 1 - random.nextInt(directories.size() / 2));
            return rename(leaf.toString(), other + otherName) && rename(other + otherName, leaf.toString());
        }
        return !in.equals(directories.get(0).toString()) && rename(in, other + otherName);
    }

    private boolean rename(String from, String to) {
        boolean done = !to.startsWith(from) && FileIo.rename(syscalls, from, to) == 0;
        moved += done ? 1 : 0;
        return done;
    }

    /** {@code O_EXCL}: what is there already is no change. */
    private int open(String path) {
        int flags = Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_WRONLY;
        try (var name = FileIo.pathName("open", path)) {
            return FileIo.openat(syscalls, Fcntl.AT_FDCWD, name.address(), flags, 0600);
        }
    }
}
