// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.fd.Puppet;
import org.aioactors.fd.TestPipe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipes and other fds as streams, by each monitor. */
@EachTransport
class FdStreamTest extends TcpTest {
    private static final int MUCH = 8 << 20;

    /** From the test to the stream. */
    private final TestPipe in = new TestPipe();

    /** From the stream to the test. */
    private final TestPipe out = new TestPipe();

    private Puppet puppet;
    private TestProbe<Tcp.Event> handler;

    @BeforeEach
    void spawn() {
        puppet = Puppet.spawn(kit, AIO);
        handler = probe();
    }

    @AfterEach
    @Override
    void stop() throws IOException {
        super.stop();
        in.close();
        out.close();
    }

    private ActorRef<Tcp.ConnectionCommand> open(@Nullable Fd input, @Nullable Fd output) {
        return puppet.call(() -> FdStream.open(kit.system(), input, output, "test", handler.ref()));
    }

    private ActorRef<Tcp.ConnectionCommand> opened(@Nullable Fd input, @Nullable Fd output) {
        ActorRef<Tcp.ConnectionCommand> stream = open(input, output);
        stream.tell(Tcp.Register.of(handler.ref()));
        return stream;
    }

    /** The same pipe as a file of its own, which blocks. */
    private static String path(Fd fd) {
        return "/proc/self/fd/" + fd.value();
    }

    private void expectClosed(Fd fd) {
        Eventually.equal("fd is open", fd::isOpen, false);
    }

    @Test
    void bytesGoBothWays() {
        ActorRef<Tcp.ConnectionCommand> stream = opened(in.reader, out.writer);
        in.write();
        assertThat(handler.expectMessageClass(Tcp.Received.class).data())
                .isEqualTo(ByteString.fromArray(new byte[] {1}));
        stream.tell(new Tcp.Write(ByteString.fromString("abc"), "ack"));
        handler.expectMessage(new Tcp.Ack("ack"));
        assertThat(out.drain()).isEqualTo(3);
        stream.tell(new Tcp.Close());
        handler.expectMessage(new Tcp.Closed());
        expectClosed(in.reader);
        expectClosed(out.writer);
    }

    private static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> stream, ActorRef<Tcp.Event> monitor) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Received.class, received -> {
                    stream.tell(Tcp.Write.of(received.data()));
                    return Behaviors.same();
                })
                .onAnyMessage(other -> {
                    monitor.tell(other);
                    return Behaviors.same();
                })
                .build();
    }

    @Test
    void allComesBackFromASlowReader() throws IOException {
        byte[] noise = Noise.bytes(MUCH, 1);
        ActorRef<Tcp.ConnectionCommand> stream = open(in.reader, out.writer);
        stream.tell(Tcp.Register.of(kit.spawn(echo(stream, handler.ref())))
                .with(RegisterOptions.DEFAULT.withFullDuplex(false)));
        Background<Boolean> sending = Background.start(() -> {
            try (OutputStream output = new FileOutputStream(path(in.writer))) {
                in.writer.close();
                output.write(noise);
            }
            return true;
        });
        try (InputStream input = new BufferedInputStream(new FileInputStream(path(out.reader)))) {
            byte[] start = input.readNBytes(100_000);
            puppet.awaitTurns(); // meanwhile all is full that bytes can wait in
            byte[] rest = input.readNBytes(MUCH - start.length);
            sending.await();
            handler.expectMessage(PATIENCE, new Tcp.PeerClosed()); // and no refused write before
            assertThat(start).isEqualTo(Arrays.copyOf(noise, start.length));
            assertThat(Noise.checksum(rest)).isEqualTo(Noise.checksum(Arrays.copyOfRange(noise, start.length, MUCH)));
            assertThat(input.read()).isEqualTo(-1);
        }
    }

    @Test
    void theEndOfInputEndsTheStream() {
        opened(in.reader, null);
        in.write();
        in.writer.close();
        handler.expectMessageClass(Tcp.Received.class);
        handler.expectMessage(new Tcp.PeerClosed());
        expectClosed(in.reader);
    }

    @Test
    void anOutputWithoutReaderIsToldUnasked() {
        opened(null, out.writer);
        out.reader.close();
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause()).contains("write", "EPIPE");
        expectClosed(out.writer);
    }

    @Test
    void anOutputWithoutReaderIsToldToAWriter() {
        ActorRef<Tcp.ConnectionCommand> stream = opened(in.reader, out.writer);
        out.reader.close();
        stream.tell(Tcp.Write.of(ByteString.fromString("abc")));
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause()).contains("write", "EPIPE");
        expectClosed(in.reader);
        expectClosed(out.writer);
    }

    @Test
    void aConfirmedCloseReadsOnToTheEnd() {
        ActorRef<Tcp.ConnectionCommand> stream = opened(in.reader, out.writer);
        stream.tell(Tcp.Write.of(ByteString.fromString("abc")));
        stream.tell(new Tcp.ConfirmedClose());
        expectClosed(out.writer);
        in.write();
        handler.expectMessageClass(Tcp.Received.class);
        in.writer.close();
        handler.expectMessage(new Tcp.ConfirmedClosed());
        Eventually.equal("bytes before the end", out::drain, -1);
        expectClosed(in.reader);
    }

    @Test
    void aConfirmedCloseWithoutInputIsOverWhenAllIsWritten() throws IOException {
        byte[] noise = Noise.bytes(1 << 20, 2);
        ActorRef<Tcp.ConnectionCommand> stream = opened(null, out.writer);
        stream.tell(Tcp.Write.of(ByteString.fromArrayUnsafe(noise)));
        stream.tell(new Tcp.ConfirmedClose());
        try (InputStream input = new BufferedInputStream(new FileInputStream(path(out.reader)))) {
            assertThat(input.readAllBytes()).isEqualTo(noise);
        }
        handler.expectMessage(PATIENCE, new Tcp.ConfirmedClosed());
    }

    @Test
    void nothingIsWrittenWithoutOutput() {
        ActorRef<Tcp.ConnectionCommand> stream = opened(in.reader, null);
        stream.tell(Tcp.Write.of(ByteString.fromString("abc")));
        assertThat(handler.expectMessageClass(Tcp.CommandFailed.class).cause()).hasMessageContaining("no output");
        in.write();
        handler.expectMessageClass(Tcp.Received.class);
    }

    @Test
    void inPullModeOneReadIsAskedFor() {
        ActorRef<Tcp.ConnectionCommand> stream = open(in.reader, null);
        stream.tell(Tcp.Register.of(handler.ref()).with(RegisterOptions.DEFAULT.withPullMode()));
        in.write();
        in.writer.close();
        puppet.awaitTurns();
        stream.tell(new Tcp.ResumeReading());
        handler.expectMessageClass(Tcp.Received.class);
        puppet.awaitTurns();
        handler.expectNoMessage(Duration.ZERO);
        stream.tell(new Tcp.ResumeReading());
        handler.expectMessage(new Tcp.PeerClosed());
    }

    @Test
    void oneFdIsReadAndWritten() throws IOException {
        try (ServerSocket listener = new ServerSocket(0)) {
            Fd fd = Sockets.connectTcp(Syscalls.linux(), loopback(listener.getLocalPort()));
            try (Socket peer = listener.accept()) {
                ActorRef<Tcp.ConnectionCommand> stream = opened(fd, fd);
                peer.getOutputStream().write("abc".getBytes(StandardCharsets.US_ASCII));
                expectReceived(handler, "abc");
                stream.tell(Tcp.Write.of(ByteString.fromString("def")));
                assertThat(peer.getInputStream().readNBytes(3)).asString().isEqualTo("def");
            }
            handler.expectMessage(new Tcp.PeerClosed());
            expectClosed(fd);
        }
    }

    @Test
    void theStreamEndsWithItsHandler() {
        ActorRef<Tcp.ConnectionCommand> stream = open(in.reader, out.writer);
        Puppet owner = Puppet.spawn(kit, "akka.actor.default-dispatcher");
        stream.tell(Tcp.Register.of(owner.actor(), event -> () -> {}));
        in.write();
        kit.stop(owner.actor());
        expectClosed(in.reader);
        expectClosed(out.writer);
    }

    @Test
    void elsewhereThanOnALoopItIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> FdStream.open(kit.system(), in.reader, out.writer, "test", handler.ref()))
                .withMessageContaining("aio-default-dispatcher");
        assertThat(in.reader.isOpen() || out.writer.isOpen()).isFalse();
    }

    @Test
    void withoutAnyFdItIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(null, null))
                .withMessageContaining("neither input nor output");
    }

    @Test
    void manyLeaveNothingBehind() {
        for (int i = 0; i < 300; i++) {
            try (TestPipe pipe = new TestPipe()) {
                TestProbe<Tcp.Event> own = probe();
                ActorRef<Tcp.ConnectionCommand> stream =
                        puppet.call(() -> FdStream.open(kit.system(), pipe.reader, null, "test", own.ref()));
                stream.tell(Tcp.Register.of(own.ref()));
                pipe.writer.close();
                own.expectMessage(new Tcp.PeerClosed());
                own.stop();
            }
        }
    }
}
