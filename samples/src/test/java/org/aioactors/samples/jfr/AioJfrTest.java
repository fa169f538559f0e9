// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.aioactors.aio.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on recordings that the test makes, with the settings that the documentation gives. */
class AioJfrTest {
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private static final String CONFIG = """
        akka.scheduler.implementation = "org.aioactors.time.AioScheduler"
        one-loop { type = "org.aioactors.dispatcher.AioDispatcherConfigurator", aio.threads = 1 }
        """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return AioJfr.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Messages, and a timer that is late by some time or none. */
    private static void work() {
        ActorTestKit kit = ActorTestKit.create(
                "recorded", ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()));
        try {
            TestProbe<String> probe = kit.createTestProbe();
            ActorRef<String> actor = kit.spawn(
                    Behaviors.<String>withTimers(timers -> {
                        timers.startSingleTimer("by timer", Duration.ofMillis(1));
                        return Behaviors.receiveMessage(message -> {
                            probe.ref().tell(message);
                            return Behaviors.same();
                        });
                    }),
                    DispatcherSelector.fromConfig("one-loop"));
            probe.expectMessage(PATIENCE, "by timer");
            for (int i = 0; i < 20; i++) {
                actor.tell("hello");
                probe.expectMessage(PATIENCE, "hello");
            }
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void itTellsOfARecordingThatWasMadeAsTheDocumentationSays() throws Exception {
        Path file = folder.resolve("loops.jfr");
        try (Recording recording = new Recording(Configuration.create(Checkout.file("docs/aio-actors.jfc")))) {
            recording.start();
            work();
            recording.stop();
            recording.dump(file);
        }
        int status = run(file.toString(), "--out", folder.resolve("plots").toString());
        assertThat(err()).isEmpty();
        assertThat(status).isZero();
        assertThat(out())
                .startsWith("loops.jfr: ")
                .contains("  recorded-one-loop-1 ", "Where the loops' time went", "Who stalled", "How late timers were")
                .doesNotContain("not in the recording, or never happened: the event Wait")
                .doesNotContain("not in the recording, or never happened: the event ActorsRun")
                .doesNotContain("not in the recording, or never happened: the event TimerRun");
        assertThat(Files.readString(folder.resolve("plots/page.txt"))).isEqualTo(out());
        assertThat(folder.resolve("plots/time.svg")).content().contains(">recorded-one-loop-1</text>");
        assertThat(folder.resolve("plots/window.svg")).content().endsWith("</svg>\n");
    }

    @Test
    void aRecordingWithoutOurEventsTeachesHowToMakeOneWith() throws Exception {
        Path file = folder.resolve("plain.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            recording.stop();
            recording.dump(file);
        }
        assertThat(run(file.toString())).isEqualTo(1);
        assertThat(err()).contains("has no events of aio-actors", "settings=docs/aio-actors.jfc");
        assertThat(out()).isEmpty();
    }

    @Test
    void whatIsNoRecordingIsSaidToBeNone() throws Exception {
        Path file =
                Files.writeString(folder.resolve("text.jfr"), "This is no recording, although it has the name of one.");
        assertThat(run(file.toString())).isEqualTo(1);
        assertThat(err()).startsWith("aio-jfr: " + file + " is no recording, or not a whole one: ");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.jfr");
        assertThat(run(file.toString())).isEqualTo(1);
        assertThat(err()).startsWith("aio-jfr: there is no file " + file).contains("To record");
    }

    @Test
    void itTellsHowItIsUsed() {
        assertThat(run("--help")).isZero();
        assertThat(out()).startsWith("usage: aio-jfr RECORDING.jfr");
        assertThat(run()).isEqualTo(2);
        assertThat(run("a.jfr", "--in", "b")).isEqualTo(2);
        assertThat(err()).contains("usage: aio-jfr");
    }
}
