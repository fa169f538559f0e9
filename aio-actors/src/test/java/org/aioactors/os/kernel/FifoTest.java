// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.net.RegisterOptions;
import org.aioactors.net.Tcp;
import org.aioactors.os.OsTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoTest extends OsTest {
    @TempDir
    Path folder;

    private final FaultySyscalls kernel = new FaultySyscalls(Syscalls.linux());
    private Path path;
    private TestProbe<Fifo.Event> probe;

    @BeforeEach
    void make() {
        path = folder.resolve("fifo");
        Fifo.make(path, 0600);
        probe = kit.createTestProbe();
    }

    private record Stream(ActorRef<Tcp.ConnectionCommand> ref, TestProbe<Tcp.Event> handler) {
        String received(int length) {
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append(handler.expectMessageClass(Tcp.Received.class, PATIENCE)
                        .data()
                        .utf8String());
            }
            return text.toString();
        }
    }

    private Stream opened() {
        Fifo.Opened opened = probe.expectMessageClass(Fifo.Opened.class, PATIENCE);
        TestProbe<Tcp.Event> handler = kit.createTestProbe();
        opened.stream().tell(Tcp.Register.of(handler.ref()));
        return new Stream(opened.stream(), handler);
    }

    @Test
    void writersComeAndGo() throws IOException {
        ActorRef<Fifo.Command> fifo = Fifo.reader(kernel, kit.system(), path, probe.ref());
        for (int i = 0; i < 20; i++) {
            Stream stream;
            try (FileOutputStream writer = new FileOutputStream(path.toFile())) {
                writer.write(("hello " + i).getBytes(UTF_8));
                stream = opened();
                assertThat(stream.received(("hello " + i).length())).isEqualTo("hello " + i);
                writer.write("more".getBytes(UTF_8));
                assertThat(stream.received(4)).isEqualTo("more");
            }
            stream.handler.expectMessage(PATIENCE, new Tcp.PeerClosed());
            stream.handler.expectTerminated(stream.ref);
        }
        await(() -> kernel.calls("openat") == 1 + 20 * 2);
        probe.expectNoMessage(
                Duration.ofMillis(20)); // the end of a writer is told once, and nothing looks again and again
        assertThat(kernel.calls("openat")).isEqualTo(1 + 20 * 2);
        fifo.tell(new Fifo.Close());
        probe.expectTerminated(fifo);
        await(() -> openFds("fifo") == 0);
    }

    @Test
    void aWriterThatSaysNothingHasComeAndGone() throws IOException {
        Fifo.reader(kit.system(), path, probe.ref());
        await(() -> openFds("fifo") == 1);
        new FileOutputStream(path.toFile()).close();
        Stream stream = opened();
        stream.handler.expectMessage(PATIENCE, new Tcp.PeerClosed());
    }

    /** Whoever comes between two streams finds a reader: nothing is lost, nobody gets EPIPE. */
    @Test
    void manyWritersInARowLoseNothing() throws Exception {
        Fifo.reader(kit.system(), path, probe.ref());
        int writers = 300;
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < writers; i++) {
                try (FileOutputStream writer = new FileOutputStream(path.toFile())) {
                    writer.write('x');
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });
        int received = 0;
        while (received < writers) {
            Stream stream = opened();
            Tcp.Event event = stream.handler.receiveMessage(PATIENCE);
            while (event instanceof Tcp.Received bytes) {
                received += bytes.data().size();
                event = stream.handler.receiveMessage(PATIENCE);
            }
            assertThat(event).isEqualTo(new Tcp.PeerClosed());
        }
        writing.get();
        assertThat(received).isEqualTo(writers);
    }

    /** Of a writer that has gone before a descriptor is opened, poll tells of that one no hang-up, only its bytes. */
    @Test
    void whoComesAndGoesBetweenTwoStreamsHasAnEnd() throws IOException {
        Fifo.reader(withWriterBeforeOpening(3), kit.system(), path, probe.ref());
        writeOne();
        Stream first = opened();
        assertThat(first.received(1)).isEqualTo("x");
        first.handler.expectMessage(PATIENCE, new Tcp.PeerClosed());
        Stream second = opened();
        assertThat(second.received(1)).isEqualTo("x");
        second.handler.expectMessage(PATIENCE, new Tcp.PeerClosed());
    }

    @Test
    void whoComesAndGoesBetweenTwoStreamsHasAnEndForWhoPulls() throws IOException {
        Fifo.reader(withWriterBeforeOpening(3), kit.system(), path, probe.ref());
        writeOne();
        Stream first = opened();
        assertThat(first.received(1)).isEqualTo("x");
        first.handler.expectMessage(PATIENCE, new Tcp.PeerClosed());
        Fifo.Opened second = probe.expectMessageClass(Fifo.Opened.class, PATIENCE);
        TestProbe<Tcp.Event> puller = kit.createTestProbe();
        second.stream().tell(Tcp.Register.of(puller.ref()).with(RegisterOptions.DEFAULT.withPullMode()));
        second.stream().tell(new Tcp.ResumeReading());
        puller.expectMessage(PATIENCE, new Tcp.Received(ByteString.fromString("x")));
        second.stream().tell(new Tcp.ResumeReading());
        puller.expectMessage(PATIENCE, new Tcp.PeerClosed());
    }

    private void writeOne() throws IOException {
        try (FileOutputStream writer = new FileOutputStream(path.toFile())) {
            writer.write('x');
        }
    }

    /** The kernel, but for a writer that comes and goes right before a call of openat. */
    private Syscalls withWriterBeforeOpening(int nth) {
        AtomicInteger calls = new AtomicInteger();
        return (Syscalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("openat") && calls.incrementAndGet() == nth) {
                        writeOne();
                    }
                    return method.invoke(kernel, arguments);
                });
    }

    @Test
    void readersComeAndGo() throws IOException {
        Fifo.writer(kernel, kit.system(), path, probe.ref());
        probe.expectNoMessage(Duration.ofMillis(100));
        assertThat(kernel.calls("openat")).isBetween(1, 5); // after 10, 30, 70 ms
        for (int i = 0; i < 3; i++) {
            Stream stream;
            try (FileInputStream reader = new FileInputStream(path.toFile())) { // waits for a writer
                stream = opened();
                stream.ref.tell(Tcp.Write.of(ByteString.fromString("hello")));
                byte[] hello = new byte[5];
                new DataInputStream(reader).readFully(hello);
                assertThat(new String(hello, UTF_8)).isEqualTo("hello");
            }
            assertThat(stream.handler.receiveMessage(PATIENCE)).isInstanceOf(Tcp.ErrorClosed.class);
        }
        probe.stop();
        await(() -> openFds("fifo") == 0);
    }

    @Test
    void whatIsNoFifoIsTold() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        ActorRef<Fifo.Command> fifo = Fifo.reader(kit.system(), file, probe.ref());
        assertThat(probe.expectMessageClass(Fifo.Failed.class, PATIENCE).cause())
                .hasMessage("'" + file + "' is not a FIFO: EINVAL (Invalid argument)");
        probe.expectTerminated(fifo);
        Path none = folder.resolve("none");
        Fifo.writer(kit.system(), none, probe.ref());
        assertThat(probe.expectMessageClass(Fifo.Failed.class, PATIENCE).cause())
                .hasMessage("statx('" + none + "'): ENOENT (No such file or directory)");
    }

    @Test
    void aFifoThatIsDeletedIsToldWhenItsStreamEnds() throws IOException {
        Fifo.reader(kit.system(), path, probe.ref());
        await(() -> openFds("fifo") == 1);
        FileOutputStream writer = new FileOutputStream(path.toFile());
        writer.write('x');
        Stream stream = opened();
        assertThat(stream.received(1)).isEqualTo("x");
        Files.delete(path);
        writer.close();
        stream.handler.expectMessage(PATIENCE, new Tcp.PeerClosed());
        assertThat(probe.expectMessageClass(Fifo.Failed.class, PATIENCE).cause().errno())
                .isEqualTo(Errno.ENOENT);
    }
}
