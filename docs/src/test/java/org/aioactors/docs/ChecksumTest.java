// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumTest {
    private final ActorTestKit testKit = ActorTestKit.create();

    @TempDir
    Path folder;

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void theSumOfAFileIsTold() throws IOException {
        TestProbe<String> listener = testKit.createTestProbe();
        Path file = Files.writeString(folder.resolve("file"), "hello\n");
        testKit.spawn(Checksum.of(file, listener.getRef()));
        listener.expectMessage("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  -\n");
        Path none = folder.resolve("none");
        testKit.spawn(Checksum.of(none, listener.getRef()));
        listener.expectMessage("open('" + none + "'): ENOENT (No such file or directory)");
    }
}
