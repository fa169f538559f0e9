// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of directories share: one, and a probe that knows what it was told of it. */
abstract class DirectoryTest extends OsTest {
    @TempDir
    Path folder;

    TestProbe<DirectoryWatch.Event> probe;
    final KnownFiles known = new KnownFiles();

    private long heard;
    private DirectoryWatch.Event last;

    @BeforeEach
    void probe() {
        probe = kit.createTestProbe();
    }

    ActorRef<DirectoryWatch.Command> watch(Path root) {
        return watch(root, DirectoryOptions.DEFAULT);
    }

    ActorRef<DirectoryWatch.Command> watch(Path root, DirectoryOptions options) {
        return DirectoryWatch.watch(kit.system(), root, options, probe.ref());
    }

    /** Watches what is there, and hears of all that. */
    ActorRef<DirectoryWatch.Command> watchAll(Path root, DirectoryOptions options) {
        ActorRef<DirectoryWatch.Command> watch = watch(root, options);
        until(DirectoryWatch.Scanned.class);
        return watch;
    }

    DirectoryWatch.Event next() {
        DirectoryWatch.Event event;
        try {
            event = probe.receiveMessage(PATIENCE);
        } catch (AssertionError nothing) {
            throw new AssertionError("nothing after " + heard + " events, of which the last was " + last, nothing);
        }
        heard++;
        last = event;
        known.apply(event);
        return event;
    }

    /** All up to one of that kind, with it. */
    List<DirectoryWatch.Event> until(Class<? extends DirectoryWatch.Event> last) {
        return until(last::isInstance);
    }

    List<DirectoryWatch.Event> until(Predicate<DirectoryWatch.Event> last) {
        List<DirectoryWatch.Event> events = new ArrayList<>();
        DirectoryWatch.Event event;
        do {
            event = next();
            events.add(event);
        } while (!last.test(event));
        return events;
    }

    /** All that is told before a file of that name is made. */
    List<DirectoryWatch.Event> untilMarked(Path marker) throws IOException {
        Files.createFile(marker);
        List<DirectoryWatch.Event> events =
                until(event -> event.equals(new DirectoryWatch.Created(marker.toString(), false)));
        return events.subList(0, events.size() - 1);
    }

    String path(String below) {
        return folder.resolve(below).toString();
    }

    /** What there is on the disk, as {@link KnownFiles} has it. */
    static Map<String, Boolean> onDisk(Path root) {
        TreeMap<String, Boolean> paths = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(path -> !path.equals(root)).forEach(path -> paths.put(path.toString(), Files.isDirectory(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }

    /** Goes on until what is known is what there is; nothing changes the disk any more. */
    void awaitAgreement(Path root) {
        Map<String, Boolean> disk = onDisk(root);
        while (!known.paths().equals(disk)) {
            try {
                assertThat(next()).isNotInstanceOf(DirectoryWatch.Failed.class);
            } catch (AssertionError timeout) {
                TreeMap<String, Boolean> tooMany = new TreeMap<>(known.paths());
                tooMany.entrySet().removeAll(disk.entrySet());
                disk.entrySet().removeAll(known.paths().entrySet());
                throw new AssertionError("missed " + disk + ", and not there " + tooMany, timeout);
            }
        }
    }
}
