// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The sockets that this process has open, those of server and clients alike. Not the files that a JVM opens when it feels
 * like it, nor the eventfds of loops that an earlier test used: they close some time after its actor system has ended.
 */
final class OpenSockets {
    private OpenSockets() {}

    static int count() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> fds = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : fds) {
                count += targetOf(fd).startsWith("socket:") ? 1 : 0;
            }
        }
        return count;
    }

    private static String targetOf(Path fd) throws IOException {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (NoSuchFileException e) {
            return "closed since it was listed";
        }
    }

    /** Waits until the count is this: a server closes its end of a connection some time after the client. */
    static void awaitCount(int wanted) {
        ActorTestKit testKit = ActorTestKit.create();
        try {
            testKit.createTestProbe().awaitAssert(Duration.ofMillis(ChatClient.DEADLINE_MS), () -> {
                assertThat(count()).isEqualTo(wanted);
                return null;
            });
        } finally {
            testKit.shutdownTestKit();
        }
    }
}
