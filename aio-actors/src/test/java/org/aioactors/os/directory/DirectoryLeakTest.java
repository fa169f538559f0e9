// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Descriptors and mappings are where they were after very many openings. */
class DirectoryLeakTest extends DirectoryTest {
    private static final int AT_ONCE = 20;

    @Test
    void nothingIsLeftOfAThousandWatches() throws IOException {
        open(1_000);
    }

    @Test
    @Tag("soak")
    void nothingIsLeftOfTenThousandWatches() throws IOException {
        open(10_000);
    }

    private void open(int count) throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        openSome();
        long fds = fds();
        long mappings = mappings();
        for (int i = 0; i < count / AT_ONCE; i++) {
            openSome();
        }
        assertThat(fds()).isLessThanOrEqualTo(fds + 2); // those of a directory being listed, such as /proc/self/fd
        assertThat(mappings()).isLessThan(mappings + 100);
    }

    private void openSome() {
        @SuppressWarnings({"unchecked", "rawtypes"})
        ActorRef<DirectoryWatch.Command>[] watches = new ActorRef[AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            watches[i] = watch(folder);
        }
        for (int i = 0; i < AT_ONCE; i++) {
            until(DirectoryWatch.Scanned.class);
        }
        for (ActorRef<DirectoryWatch.Command> watch : watches) {
            watch.tell(new DirectoryWatch.Close());
            probe.expectTerminated(watch);
        }
        await(() -> openFds("inotify") == 0);
    }

    private static long fds() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    private static long mappings() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).size();
    }
}
