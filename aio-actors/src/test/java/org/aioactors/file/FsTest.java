// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.aioactors.Aio;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of files share: an actor system, a folder, and a probe that asks and owns. */
@ExtendWith(NoFdLeaks.class)
abstract class FsTest {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    ActorTestKit kit;
    TestProbe<Fs.Answer> probe;

    /** To whom requests are told; {@link #start} sets it to that of the system. */
    ActorRef<Fs.Command> manager;

    @TempDir
    Path folder;

    /** How the loops ask the kernel. */
    String fdMonitor() {
        return "auto";
    }

    /** What else differs from the defaults. */
    String config() {
        return "";
    }

    @BeforeEach
    void start() {
        kit = ActorTestKit.create(
                "files",
                ConfigFactory.parseString(config())
                        .withFallback(ConfigFactory.parseString("aio-default-dispatcher { shutdown-timeout = 50 ms"
                                + ", aio { threads = 2, fd-monitor = " + fdMonitor() + " } }"))
                        .withFallback(ConfigFactory.load()));
        probe = kit.createTestProbe();
        manager = Aio.get(kit.system()).files();
    }

    /** All files are closed with the system at the latest. */
    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        await(() -> openFiles().isEmpty());
    }

    /** What this process has open below the folder. */
    List<Path> openFiles() {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.map(FsTest::target)
                    .filter(target -> target.startsWith(folder))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException closedMeanwhile) {
            return Path.of("/");
        }
    }

    static ByteString bytes(String text) {
        return ByteString.fromString(text);
    }

    ActorRef<Fs.FileCommand> open(String name, OpenOptions options) {
        return open(folder.resolve(name), options, probe.ref());
    }

    ActorRef<Fs.FileCommand> open(Path path, OpenOptions options, ActorRef<?> owner) {
        manager.tell(new Fs.Open(path, options, owner, probe.ref()));
        return probe.expectMessageClass(Fs.Opened.class).file();
    }

    <A extends Fs.Answer> A ask(Class<A> answer, Fs.Command command) {
        manager.tell(command);
        return probe.expectMessageClass(answer);
    }

    <A extends Fs.Answer> A ask(ActorRef<Fs.FileCommand> file, Class<A> answer, Fs.FileCommand command) {
        file.tell(command);
        A heard = probe.expectMessageClass(answer);
        assertThat(heard.request()).isSameAs(command);
        return heard;
    }

    String read(ActorRef<Fs.FileCommand> file, long position, int length) {
        return ask(file, Fs.ReadDone.class, new Fs.Read(position, length, probe.ref()))
                .data()
                .utf8String();
    }

    void close(ActorRef<Fs.FileCommand> file) {
        ask(file, Fs.Done.class, new Fs.Close(probe.ref()));
        probe.expectTerminated(file);
    }
}
