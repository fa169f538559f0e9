// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.aioactors.net.Tcp;
import org.aioactors.os.signal.Signal;
import org.junit.jupiter.api.Test;

/** Many children: no thread for any of them, and nothing left of them. */
class ProcessManyTest extends ProcessTest {
    private static final int MANY = 1_000;

    @Test
    void aThousandAtOnceTakeNoThread() {
        spawn(ChildOptions.DEFAULT, "true");
        exited();
        Set<String> before = threads();
        for (int i = 0; i < MANY; i++) {
            manager.tell(Processes.Spawn.of(probe.ref(), "sleep", "60").with(ChildOptions.DEFAULT.withOwnGroup()));
        }
        Processes.Started[] started = new Processes.Started[MANY];
        for (int i = 0; i < MANY; i++) {
            started[i] = probe.expectMessageClass(Processes.Started.class, PATIENCE);
        }
        assertThat(children()).isEqualTo(MANY);
        assertThat(before).containsAll(threads());
        for (Processes.Started each : started) {
            each.control().tell(new Processes.Send(Signal.KILL));
        }
        for (int i = 0; i < MANY; i++) {
            exited();
        }
        assertThat(children()).isZero();
        assertThat(before).containsAll(threads());
    }

    @Test
    void thousandsLeaveNothing() {
        expectAll(100, "true");
        await(() -> children() == 0);
        long before = openFds();
        for (int round = 0; round < 10; round++) {
            expectAll(150, "true");
            expectFailures(100);
        }
        assertThat(children()).isZero();
        await(() -> openFds() <= before);
    }

    private void expectAll(int count, String program) {
        for (int i = 0; i < count; i++) {
            manager.tell(Processes.Spawn.of(probe.ref(), program).with(ChildOptions.DEFAULT.withStdin(Stdio.STREAM)));
        }
        int exits = 0;
        while (exits < count) {
            Processes.Event event = probe.receiveMessage(PATIENCE);
            if (event instanceof Processes.Started started) {
                Tcp.Abort abort = new Tcp.Abort();
                Objects.requireNonNull(started.stdin()).tell(abort);
            } else {
                assertThat(event).isInstanceOf(Processes.Exited.class);
                exits++;
            }
        }
    }

    private void expectFailures(int count) {
        for (int i = 0; i < count; i++) {
            manager.tell(Processes.Spawn.of(probe.ref(), "/no/such").with(ChildOptions.DEFAULT.withStreams()));
        }
        for (int i = 0; i < count; i++) {
            probe.expectMessageClass(Processes.SpawnFailed.class, PATIENCE);
        }
    }

    private static long openFds() {
        return count("/proc/self/fd");
    }

    /**
     * All but the JVM's inner ones, those of Akka's own pools, which has more of them when the machine is busy, and the four that a
     * loop has at most for what blocks.
     */
    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            if (!name.startsWith("processes-akka.actor.") && !name.matches(".*-offload-[1-4]")) {
                names.add(name);
            }
        }
        return names;
    }

    private static long count(String directory) {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
