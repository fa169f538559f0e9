// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.aioactors.Aio;
import org.aioactors.os.signal.Signal;
import org.aioactors.os.signal.Signals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration is read again: when its file changes, at a signal, and when an operator says so. */
class ReloaderTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());
    private final TestProbe<Reloader.Rehashed> owner = kit.createTestProbe(Reloader.Rehashed.class);
    private final TestProbe<Reloader.Outcome> oper = kit.createTestProbe(Reloader.Outcome.class);
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("my.conf");
        replace("chat.motd = first");
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    /** As editors do: nobody sees half of it. */
    private void replace(String text) throws IOException {
        Path made = Files.writeString(directory.resolve("made"), text);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private ActorRef<Reloader.Command> start(ServerTls tls) {
        ConfigSource source = new ConfigSource(Map.of(), file);
        return kit.spawn(Reloader.create(source, ChatSettings.from(source.load()), tls, owner.ref()));
    }

    private Reloader.Outcome rehash(ActorRef<Reloader.Command> reloader) {
        reloader.tell(new Reloader.Rehash("alice", oper.ref()));
        return oper.receiveMessage(DEADLINE);
    }

    private static String motd(ChatSettings settings) {
        return String.join("", settings.identity().motd());
    }

    /** What is told before the file is in its last form may be told as well. */
    private ChatSettings awaitSettings(Predicate<ChatSettings> wanted) {
        return owner.fishForMessage(
                        DEADLINE,
                        told -> wanted.test(told.settings())
                                ? FishingOutcomes.complete()
                                : FishingOutcomes.continueAndIgnore())
                .get(0)
                .settings();
    }

    @Test
    void a_changed_file_counts_whether_it_is_replaced_or_written() throws Exception {
        start(null);
        replace("chat.motd = second");
        awaitSettings(settings -> motd(settings).equals("second"));
        Files.writeString(file, "chat.motd = third");
        awaitSettings(settings -> motd(settings).equals("third"));
    }

    @Test
    void a_wrong_file_changes_nothing_and_is_said() throws Exception {
        ActorRef<Reloader.Command> reloader = start(null);
        replace("chat { motd = second, port = ninety }");
        LoggingTestKit complaint = LoggingTestKit.error("REHASH of alice");
        expectLogged(complaint, () -> assertThat(((Reloader.Kept) rehash(reloader)).reason())
                .contains("chat.port")
                .doesNotContain("\n"));
        owner.expectNoMessage(Duration.ofMillis(50));
        replace("chat.motd = third");
        awaitSettings(settings -> motd(settings).equals("third"));
    }

    @Test
    void an_operator_is_told_what_needs_a_restart() throws Exception {
        ActorRef<Reloader.Command> reloader = start(null);
        Reloader.Rehashed same = (Reloader.Rehashed) rehash(reloader);
        assertThat(same.needRestart()).isEmpty();
        assertThat(owner.receiveMessage(DEADLINE)).as("also without a change").isEqualTo(same);
        replace("chat { motd = second, name = other.local }");
        ChatSettings settings = awaitSettings(next -> motd(next).equals("second"));
        assertThat(settings.identity().name()).isEqualTo("other.local");
    }

    @Test
    void a_signal_has_it_read_again() throws Exception {
        ActorRef<Reloader.Command> reloader = start(null);
        Reloader.Outcome same = rehash(reloader);
        assertThat(owner.receiveMessage(DEADLINE)).isEqualTo(same);
        // Watched here as well, told after the reloader has: so when this watch is in force, so is that.
        TestProbe<Signals.Event> own = kit.createTestProbe(Signals.Event.class);
        Aio.get(kit.system()).signals().tell(new Signals.Watch(Signal.HUP, own.ref()));
        own.expectMessage(new Signals.Watching(Signal.HUP));
        hangUp();
        assertThat(owner.receiveMessage(DEADLINE)).isEqualTo(same);
    }

    private interface Action {
        void run() throws Exception;
    }

    private void expectLogged(LoggingTestKit line, Action action) {
        line.expect(kit.system(), () -> {
            try {
                action.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return true;
        });
    }

    private static void hangUp() throws Exception {
        String pid = String.valueOf(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor()).isZero();
    }

    @Test
    void the_certificate_is_read_again_and_settings_with_a_wrong_one_are_none() throws Exception {
        Path keys = directory.resolve("server.p12");
        TestKeys.make(keys, "first");
        String tls = "chat { tls-port = 6697, tls { key-store = \"" + keys + "\", password = PASSWORD } }\n";
        replace(tls.replace("PASSWORD", TestKeys.PASSWORD));
        ServerTls certificate = new ServerTls(keys, TestKeys.PASSWORD);
        Object before = certificate.get();
        ActorRef<Reloader.Command> reloader = start(certificate);
        assertThat(rehash(reloader)).isInstanceOf(Reloader.Rehashed.class);
        assertThat(certificate.get()).as("read again").isNotSameAs(before);
        replace(tls.replace("PASSWORD", "wrong") + "chat.motd = second");
        assertThat(((Reloader.Kept) rehash(reloader)).reason()).isNotEmpty();
    }
}
