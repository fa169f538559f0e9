// SPDX-License-Identifier: Apache-2.0
package org.aioactors.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.consumer.RecordingStream;
import org.aioactors.aio.Checkout;
import org.aioactors.aio.FreshJvm;
import org.aioactors.samples.jfr.AioJfr;
import org.aioactors.samples.top.AioTop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs that show loops, those of the samples for Akka: each runs in a JVM of its own, and is told of this one. */
@Timeout(300)
class ProgramsTest {
    private static final long PATIENCE_S = 100;

    @TempDir
    Path folder;

    /** All that it prints. */
    private String run(Class<?> program, String... arguments) throws Exception {
        return FreshJvm.runToEnd(FreshJvm.command(program, List.of("-XX:TieredStopAtLevel=1"), arguments), PATIENCE_S);
    }

    private String top() throws Exception {
        return run(
                AioTop.class,
                "--once",
                "--json",
                "--interval",
                "0.1",
                Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void topShowsLoopsOfPekko() throws Exception {
        try (Variant pekko = new PekkoVariant()) {
            get(pekko.echo());
            assertThat(top())
                    .contains(
                            "\"systems\":1,",
                            "\"system\":\"both\",\"id\":\"pekko.actor.default-dispatcher\"",
                            "\"system\":\"both\",\"name\":\"127.0.0.1:");
        }
    }

    @Test
    void topShowsLoopsOfAkkaAndPekkoInOneJvm() throws Exception {
        try (Variant akka = new AkkaVariant();
                Variant pekko = new PekkoVariant()) {
            get(akka.echo());
            get(pekko.echo());
            assertThat(top())
                    .contains(
                            "\"systems\":2,",
                            "\"system\":\"both\",\"id\":\"akka.actor.default-dispatcher\"",
                            "\"system\":\"both\",\"name\":\"127.0.0.1:",
                            "\"system\":\"both-2\",\"id\":\"pekko.actor.default-dispatcher\"",
                            "\"system\":\"both-2\",\"name\":\"127.0.0.1:");
        }
    }

    @Test
    void jfrTellsWhatActorsOfAkkaAndPekkoDidInOneRecording() throws Exception {
        Path file = folder.resolve("both.jfr");
        CountDownLatch akkaRan = new CountDownLatch(1);
        CountDownLatch pekkoRan = new CountDownLatch(1);
        try (RecordingStream recording =
                new RecordingStream(Configuration.create(Checkout.file("docs/aio-actors.jfc")))) {
            recording.onEvent("org.aioactors.ActorsRun", event -> akkaRan.countDown());
            recording.onEvent("org.aioactors.pekko.ActorsRun", event -> pekkoRan.countDown());
            recording.startAsync();
            try (Variant akka = new AkkaVariant();
                    Variant pekko = new PekkoVariant()) {
                get(akka.pinnedThread());
                get(pekko.pinnedThread());
            }
            await(akkaRan);
            await(pekkoRan);
            recording.dump(file);
        }
        assertThat(run(AioJfr.class, file.toString()))
                .doesNotContain("never happened: the event Wait", "never happened: the event ActorsRun")
                .containsPattern("(?m)^  both-\\S*(akka|aio-default)\\S* .* [1-9][\\d,]*$")
                .containsPattern("(?m)^  both-\\S*pekko\\S* .* [1-9][\\d,]*$");
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE_S, TimeUnit.SECONDS))
                .as("the event comes")
                .isTrue();
    }
}
