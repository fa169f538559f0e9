// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/** A kernel that refuses. */
class DirectoryFaultTest extends DirectoryTest {
    private final FaultySyscalls kernel = new FaultySyscalls(Syscalls.linux());

    private ActorRef<DirectoryWatch.Command> watch() {
        return DirectoryWatch.watch(
                kernel, kit.system(), Root.directory(folder, DirectoryOptions.DEFAULT.withoutModified()), probe.ref());
    }

    private String failure(ActorRef<DirectoryWatch.Command> watch) {
        List<DirectoryWatch.Event> events = until(DirectoryWatch.Failed.class);
        probe.expectTerminated(watch);
        await(() -> openFds("inotify") == 0);
        return ((DirectoryWatch.Failed) events.get(events.size() - 1)).reason();
    }

    @Test
    void tooManyInotifiesSayWhichLimit() {
        kernel.fail("inotifyInit1", 1, Errno.EMFILE);
        assertThat(failure(watch()))
                .startsWith("inotify_init1: EMFILE (Too many open files): this user has as many inotifies as"
                        + " fs.inotify.max_user_instances allows")
                .contains("sysctl fs.inotify.max_user_instances=1024");
    }

    @Test
    void tooManyWatchesSayWhichLimit() throws IOException {
        Files.createDirectory(folder.resolve("a"));
        kernel.fail("inotifyAddWatch", 4, Errno.ENOSPC); // the guard, the root twice, and then that
        assertThat(failure(watch()))
                .startsWith("inotify_add_watch('" + path("a") + "'): ENOSPC (No space left on device): this user"
                        + " watches as many files as fs.inotify.max_user_watches allows; raise it")
                .contains("DirectoryOptions.flat");
    }

    @Test
    void aDirectoryThatMayNotBeReadIsTold() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        kernel.fail("inotifyAddWatch", 4, Errno.EACCES);
        watch();
        List<DirectoryWatch.Event> events = until(DirectoryWatch.Scanned.class);
        assertThat(events)
                .filteredOn(DirectoryWatch.NotWatched.class::isInstance)
                .singleElement()
                .satisfies(told -> assertThat(((DirectoryWatch.NotWatched) told).cause())
                        .hasMessage("inotify_add_watch('" + path("a") + "'): EACCES (Permission denied)"));
        Files.createFile(folder.resolve("heard"));
        until(event -> event.equals(new DirectoryWatch.Created(path("heard"), false)));
    }

    @Test
    void aListingThatFailsIsTold() {
        kernel.fail("getdents64", 1, Errno.EIO);
        watch();
        assertThat(until(DirectoryWatch.Scanned.class))
                .filteredOn(DirectoryWatch.NotWatched.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aDirectoryThatIsGoneWhenItIsToBeListedIsNotAnError() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        kernel.fail("openat", 2, Errno.ENOENT);
        watch();
        assertThat(until(DirectoryWatch.Scanned.class))
                .hasSize(3)
                .doesNotHaveAnyElementsOfTypes(DirectoryWatch.NotWatched.class);
    }

    @Test
    void interruptedCallsAreRepeated() throws IOException {
        kernel.fail("read", 1, Errno.EINTR).fail("openat", 1, Errno.EINTR).fail("getdents64", 1, Errno.EINTR);
        watch();
        until(DirectoryWatch.Scanned.class);
        Files.createFile(folder.resolve("heard"));
        awaitAgreement(folder);
    }

    @Test
    void aReadThatFailsEndsTheWatch() {
        kernel.fail("read", 1, Errno.EIO);
        assertThat(failure(watch())).startsWith("read(inotify, fd=").endsWith("EIO (Input/output error)");
    }

    @Test
    void anyCallMayFailAndNothingIsLeftOpen() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        for (int nth = 1; nth <= 12; nth++) {
            FaultySyscalls failing = new FaultySyscalls(Syscalls.linux()).fail(FaultySyscalls.ANY, nth, Errno.ENOMEM);
            ActorRef<DirectoryWatch.Command> watch = DirectoryWatch.watch(
                    failing, kit.system(), Root.directory(folder, DirectoryOptions.DEFAULT), probe.ref());
            DirectoryWatch.Event last = until(
                            event -> event instanceof DirectoryWatch.Failed || event instanceof DirectoryWatch.Scanned)
                    .get(0);
            assertThat(last).isNotNull();
            watch.tell(new DirectoryWatch.Close());
            probe.expectTerminated(watch);
            await(() -> openFds("inotify") == 0 && openFds(folder.toString()) == 0);
        }
    }
}
