// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.typed.ActorRef;
import org.aioactors.fd.Puppet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a file is open, and how much may wait for it. */
class FsLifeTest extends FsTest {
    private final FakeKernel kernel = new FakeKernel();
    private FileServices services;

    @Override
    String config() {
        return "aio.file { max-waiting = 4, max-at-once = 2, max-file-bytes = 1000, max-bytes = 1500, max-open-files = 3 }";
    }

    @BeforeEach
    void startOnTheFakeKernel() {
        FileSettings settings = FileSettings.of(kit.system().settings().config());
        services = new FileServices(
                settings, new FileBudget(settings.maxBytes(), settings.maxOpenFiles()), kernel.kernel());
        manager = FileExtension.get(kit.system()).spawn(services, "fake-files");
    }

    private void holdWrites() {
        kernel.fate(call -> call.name.equals("write") ? FakeKernel.HOLD : null);
    }

    @Test
    void aFileIsClosedWhenItsOwnerStopsOnWhateverDispatcher() {
        Puppet owner = Puppet.spawn(kit, "akka.actor.default-dispatcher");
        ActorRef<Fs.FileCommand> file =
                open(folder.resolve("file"), OpenOptions.write().create(), owner.actor());
        assertThat(openFiles()).hasSize(1);
        owner.stop();
        probe.expectTerminated(file);
        await(() -> openFiles().isEmpty());
        assertThat(kernel.count("close") + kernel.count("closeNow")).isEqualTo(1);
        await(() -> services.budget().files() == 0);
    }

    @Test
    void aFileIsClosedWhenItsOwnerFails() {
        Puppet owner = Puppet.spawn(kit, "aio-default-dispatcher");
        ActorRef<Fs.FileCommand> file =
                open(folder.resolve("file"), OpenOptions.write().create(), owner.actor());
        LoggingTestKit.error("planted").expect(kit.system(), () -> {
            owner.actor().tell(() -> {
                throw new IllegalStateException("planted");
            });
            probe.expectTerminated(file);
            return null;
        });
        await(() -> openFiles().isEmpty());
    }

    @Test
    void whatTheOwnerHadToldIsDoneFirst() {
        holdWrites();
        Puppet owner = Puppet.spawn(kit, "akka.actor.default-dispatcher");
        ActorRef<Fs.FileCommand> file =
                open(folder.resolve("file"), OpenOptions.write().create(), owner.actor());
        file.tell(new Fs.Write(0, bytes("last words"), probe.ref()));
        await(() -> kernel.held() == 1);
        owner.stop();
        probe.expectTerminated(owner.actor());
        assertThat(openFiles()).hasSize(1);
        kernel.release();
        probe.expectMessageClass(Fs.Written.class);
        probe.expectTerminated(file);
        assertThat(folder.resolve("file")).hasContent("last words");
    }

    @Test
    void anOwnerThatHasStoppedBeforeHasNoFile() {
        Puppet owner = Puppet.spawn(kit, "akka.actor.default-dispatcher");
        owner.stop();
        probe.expectTerminated(owner.actor());
        kernel.fate(call -> call.name.equals("open") ? FakeKernel.HOLD : null);
        manager.tell(new Fs.Open(folder.resolve("file"), OpenOptions.write().create(), owner.actor(), probe.ref()));
        await(() -> kernel.held() == 1);
        probe.expectNoMessage(java.time.Duration.ofMillis(50)); // its actor has heard of the end meanwhile
        kernel.release();
        assertThat(probe.expectMessageClass(Fs.Refused.class).reason()).endsWith("file has stopped before it was open");
        await(() -> openFiles().isEmpty() && services.budget().files() == 0);
    }

    @Test
    void aFileWhoseActorIsStoppedIsClosedWhenTheKernelIsDone() {
        holdWrites();
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.write().create());
        file.tell(new Fs.Write(0, bytes("1"), probe.ref()));
        file.tell(new Fs.Sync(true, probe.ref()));
        await(() -> kernel.held() == 1);
        file.<Object>unsafeUpcast().tell(FileActor.Signal.OVER);
        assertThat(probe.expectMessageClass(Fs.Refused.class).reason())
                .endsWith("file is closed, since its actor has ended");
        probe.expectTerminated(file);
        assertThat(openFiles()).hasSize(1);
        kernel.release();
        probe.expectMessageClass(Fs.Written.class);
        await(() -> openFiles().isEmpty());
        assertThat(kernel.count("closeNow")).isEqualTo(1);
        assertThat(kernel.calls()).doesNotContain("fsync");
        assertThat(services.budget().bytes()).isZero();
    }

    @Test
    void afterItsCloseAFileRefuses() {
        holdWrites();
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.write().create());
        file.tell(new Fs.Write(0, bytes("1"), probe.ref()));
        file.tell(new Fs.Close(probe.ref()));
        assertThat(ask(file, Fs.Refused.class, new Fs.Sync(true, probe.ref())).reason())
                .endsWith("file is closed");
        kernel.release();
        probe.expectMessageClass(Fs.Written.class);
        probe.expectMessageClass(Fs.Done.class);
        probe.expectTerminated(file);
        assertThat(kernel.count("close") + kernel.count("closeNow")).isEqualTo(1);
    }

    @Test
    void asManyRunAndWaitAsMay() {
        holdWrites();
        ActorRef<Fs.FileCommand> file = open("file", OpenOptions.write().create());
        for (int i = 0; i < 6; i++) {
            file.tell(new Fs.Write(i, bytes("" + i), probe.ref()));
        }
        assertThat(ask(file, Fs.Refused.class, new Fs.Write(6, bytes("6"), probe.ref()))
                        .reason())
                .endsWith("aio.file.max-waiting)")
                .startsWith("4 requests wait for ");
        assertThat(kernel.held()).isEqualTo(2);
        kernel.fate(call -> null);
        kernel.release();
        for (int i = 0; i < 6; i++) {
            probe.expectMessageClass(Fs.Written.class);
        }
        assertThat(folder.resolve("file")).hasContent("012345");
        assertThat(services.budget().bytes()).isZero();
    }

    @Test
    void bytesAreBoundedForEachFileAndForAll() {
        holdWrites();
        ActorRef<Fs.FileCommand> file = open("one", OpenOptions.write().create());
        ActorRef<Fs.FileCommand> other = open("two", OpenOptions.write().create());
        assertThat(ask(file, Fs.Refused.class, new Fs.Read(0, 1001, probe.ref()))
                        .reason())
                .isEqualTo("1001 bytes are more than a request may have (aio.file.max-file-bytes = 1000)");
        file.tell(new Fs.Write(0, bytes("x".repeat(900)), probe.ref()));
        assertThat(ask(file, Fs.Refused.class, new Fs.Write(0, bytes("x".repeat(101)), probe.ref()))
                        .reason())
                .contains("have 900 bytes already (aio.file.max-file-bytes = 1000)");
        assertThat(ask(other, Fs.Refused.class, new Fs.Write(0, bytes("x".repeat(601)), probe.ref()))
                        .reason())
                .isEqualTo("the requests for all files together have 900 bytes already (aio.file.max-bytes)");
        kernel.fate(call -> null);
        kernel.release();
        probe.expectMessageClass(Fs.Written.class);
        ask(other, Fs.Written.class, new Fs.Write(0, bytes("x".repeat(601)), probe.ref()));
    }

    @Test
    void asManyFilesAreOpenAsMayBe() {
        ActorRef<Fs.FileCommand> first = open("0", OpenOptions.write().create());
        open("1", OpenOptions.write().create());
        open("2", OpenOptions.write().create());
        Fs.Open more = new Fs.Open(folder.resolve("3"), OpenOptions.write().create(), probe.ref(), probe.ref());
        assertThat(ask(Fs.Refused.class, more).reason())
                .isEqualTo("3 files are open already (aio.file.max-open-files)");
        close(first);
        await(() -> services.budget().files() == 2);
        open("3", OpenOptions.write().create());
    }

    @Test
    void requestsAboutNamesAreBoundedAsWell() {
        kernel.fate(call -> call.name.equals("mkdir") ? FakeKernel.HOLD : null);
        for (int i = 0; i < 8; i++) { // four run, four wait
            manager.tell(new Fs.MakeDirectory(folder.resolve("d" + i), 0700, probe.ref()));
        }
        assertThat(ask(Fs.Refused.class, new Fs.MakeDirectory(folder.resolve("d8"), 0700, probe.ref()))
                        .reason())
                .isEqualTo("4 requests about names wait already (aio.file.max-waiting)");
        kernel.fate(call -> null);
        kernel.release();
        for (int i = 0; i < 8; i++) {
            probe.expectMessageClass(Fs.Done.class);
        }
    }
}
