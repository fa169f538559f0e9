// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelNewsTest {
    private final ActorTestKit testKit = ActorTestKit.create();
    private final TestProbe<String> worker = testKit.createTestProbe();

    @TempDir
    Path folder;

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void filesThatArePutInAreTold() throws IOException {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Path old = Files.createFile(inbox.resolve("old"));
        testKit.spawn(Inbox.watching(inbox, worker.getRef()));
        worker.expectMessage(old.toString());
        Path written = Files.writeString(inbox.resolve("written"), "hello");
        worker.expectMessage(written.toString());
        Path moved = Files.move(Files.createFile(folder.resolve("elsewhere")), inbox.resolve("moved"));
        worker.expectMessage(moved.toString());
    }

    @Test
    void memoryIsWatched() {
        assumeTrue(Files.isWritable(Path.of("/proc/pressure/memory")), "the kernel measures pressure");
        testKit.spawn(LoadShedder.watching(worker.getRef()));
        assertThat(worker.receiveMessage()).isEqualTo("as you like");
    }
}
