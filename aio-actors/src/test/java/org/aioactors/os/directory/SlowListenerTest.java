// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A listener that is busy, while more is changed than the kernel keeps. */
class SlowListenerTest extends DirectoryTest {
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private Behavior<DirectoryWatch.Event> slow() {
        return Behaviors.receiveMessage(event -> {
            if (event instanceof DirectoryWatch.Created) {
                busy.countDown();
                assertThat(go.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            probe.ref().tell(event);
            return Behaviors.same();
        });
    }

    @Test
    void whatTheKernelCouldNotKeepIsToldAndCured() throws IOException, InterruptedException {
        int queue = Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_queued_events"))
                .get(0));
        DirectoryWatch.watch(
                kit.system(),
                folder,
                DirectoryOptions.DEFAULT.withoutModified().withMaxUnhandled(64),
                kit.spawn(slow()));
        until(DirectoryWatch.Scanned.class);
        Files.createFile(folder.resolve("first"));
        assertThat(busy.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Path one = folder.resolve("one");
        for (int i = 0; i < queue / 2 + 1024; i++) {
            Files.createFile(one);
            Files.delete(one);
        }
        Files.createDirectories(folder.resolve("last/of/all"));
        go.countDown();
        int told = until(DirectoryWatch.Overflowed.class).size();
        assertThat(told).isGreaterThanOrEqualTo(queue).isLessThan(queue + 3 * 1024);
        assertThat(known.paths()).isEmpty();
        until(DirectoryWatch.Scanned.class);
        awaitAgreement(folder);
        Files.createFile(folder.resolve("last/of/all/heard"));
        until(event -> event.equals(new DirectoryWatch.Created(path("last/of/all/heard"), false)));
    }
}
