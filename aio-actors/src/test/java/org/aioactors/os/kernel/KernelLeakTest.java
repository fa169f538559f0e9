// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors and mappings are where they were after very many openings of each kind. */
class KernelLeakTest extends OsTest {
    private static final int AT_ONCE = 50;

    @TempDir
    Path folder;

    private TestProbe<Object> probe;
    private Path fifo;

    @BeforeEach
    void prepare() {
        probe = kit.createTestProbe();
        fifo = folder.resolve("fifo");
        Fifo.make(fifo, 0600);
    }

    @Test
    void nothingIsLeftOfAThousandOfEach() throws IOException {
        openEach(1_000);
    }

    @Test
    @Tag("soak")
    void nothingIsLeftOfTenThousandOfEach() throws IOException {
        openEach(10_000);
    }

    private void openEach(int count) throws IOException {
        Pressure.Trigger trigger =
                new Pressure.Trigger(Pressure.CPU, Pressure.Share.SOME, Duration.ofMillis(400), Duration.ofSeconds(2));
        open(count, "timerfd", () -> WallClock.open(kit.system(), probe.ref()), new WallClock.Close());
        open(count, "eventfd", () -> EventCounter.counter(kit.system(), 0, probe.ref()), new EventCounter.Close());
        open(count, "NETLINK", () -> NetworkLinks.watch(kit.system(), probe.ref()), new NetworkLinks.Close());
        open(count, "input", () -> InputDevice.open(kit.system(), fifo, probe.ref()), new InputDevice.Close());
        open(count, "fifo", () -> Fifo.reader(kit.system(), fifo, probe.ref()), new Fifo.Close());
        open(count, "fifo", () -> Fifo.writer(kit.system(), fifo, probe.ref()), new Fifo.Close());
        if (Files.isWritable(Pressure.CPU)) {
            open(
                    count / 10,
                    "pressure",
                    () -> Pressure.watch(kit.system(), trigger, probe.ref()),
                    new Pressure.Close());
        }
    }

    private <C> void open(int count, String kind, Supplier<ActorRef<C>> open, C close) throws IOException {
        openSome(open, close);
        long fds = fds();
        long mappings = mappings();
        for (int i = 0; i < count / AT_ONCE; i++) {
            openSome(open, close);
        }
        await(() -> fds() <= fds);
        assertThat(mappings()).as(kind).isLessThan(mappings + 100);
    }

    private <C> void openSome(Supplier<ActorRef<C>> open, C close) {
        List<ActorRef<C>> refs = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            refs.add(open.get());
        }
        TestProbe<Object> watcher = kit.createTestProbe();
        for (ActorRef<C> ref : refs) {
            ref.tell(close);
            watcher.expectTerminated(ref);
        }
        watcher.stop();
    }

    private static long fds() {
        return openFds("");
    }

    private static long mappings() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).size();
    }
}
