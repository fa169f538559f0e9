// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.aioactors.Aio;
import org.aioactors.fd.NoFdLeaks;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of children share: an actor system, a folder, and a probe that spawns and owns. */
@ExtendWith(NoFdLeaks.class)
abstract class ProcessTest {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final ChildOptions OUTPUT = ChildOptions.DEFAULT.withStdout(Stdio.STREAM);

    ActorTestKit kit;
    TestProbe<Processes.Event> probe;

    /** To whom requests are told; {@link #start} sets it to that of the system. */
    ActorRef<Processes.Command> manager;

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
                "processes",
                ConfigFactory.parseString(config())
                        .withFallback(ConfigFactory.parseString("aio-default-dispatcher { shutdown-timeout = 50 ms"
                                + ", aio { threads = 2, fd-monitor = " + fdMonitor() + " } }"))
                        .withFallback(ConfigFactory.load()));
        probe = kit.createTestProbe();
        manager = Aio.get(kit.system()).processes();
    }

    /** All children are dead and waited for with the system at the latest. */
    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        await(() -> children() == 0);
    }

    /** How many children this process has, zombies included. */
    static long children() {
        return ProcessHandle.current().children().count();
    }

    static boolean isAlive(int pid) {
        return ProcessHandle.of(pid).isPresent();
    }

    Processes.Started spawn(ChildOptions options, String... command) {
        return spawn(probe, options, command);
    }

    Processes.Started spawn(TestProbe<Processes.Event> owner, ChildOptions options, String... command) {
        Processes.Spawn request = new Processes.Spawn(List.of(command), options, owner.ref());
        manager.tell(request);
        Processes.Started started = owner.expectMessageClass(Processes.Started.class, PATIENCE);
        assertThat(started.request()).isSameAs(request);
        return started;
    }

    Processes.Started shell(ChildOptions options, String script) {
        return spawn(options, "sh", "-c", script);
    }

    /** The end of the probe's child. */
    Processes.Exited exited() {
        return probe.expectMessageClass(Processes.Exited.class, PATIENCE);
    }

    ExitStatus status() {
        return exited().status();
    }

    /** What a shell prints, which then exits with 0. */
    String output(ChildOptions options, String script) {
        Processes.Started started = shell(options.withStdout(Stdio.STREAM), script);
        String text = all(started.stdout());
        assertThat(status()).isEqualTo(new ExitStatus.Code(0));
        return text;
    }

    /** What a stream has until its end. */
    String all(@Nullable ActorRef<Tcp.ConnectionCommand> stream) {
        TestProbe<Tcp.Event> reader = kit.createTestProbe();
        Objects.requireNonNull(stream).tell(Tcp.Register.of(reader.ref()));
        return rest(reader);
    }

    /** What a registered reader is told until the end. */
    static String rest(TestProbe<Tcp.Event> reader) {
        StringBuilder text = new StringBuilder();
        Tcp.Event next = reader.receiveMessage(PATIENCE);
        for (; next instanceof Tcp.Received received; next = reader.receiveMessage(PATIENCE)) {
            text.append(received.data().utf8String());
        }
        assertThat(next).isInstanceOf(Tcp.PeerClosed.class);
        return text.toString();
    }

    static ByteString bytes(String text) {
        return ByteString.fromString(text);
    }
}
