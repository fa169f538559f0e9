// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.DeadLetter;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.aioactors.aio.linux.Errno;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of such systems have reported: the right value of each. */
@EachTransport
class TcpReportsTest extends TcpTest {
    private static final int SLOW_BYTES_PER_MS = 12_000;
    /** More than all that is on the way can hold. The test of the README's server sends 60 MB. */
    private static final long SLOW_TOTAL = 20_000_000;

    private static final long LONG_ENOUGH_TO_END_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String FORK_JOIN = "akka.actor.default-dispatcher";

    private final TestKernel kernel = new TestKernel();

    @Override
    String config() {
        return "aio.net.tcp.accept-pause = 20 ms, pinned { type = PinnedDispatcher, executor = thread-pool-executor }";
    }

    private Tcp.Bound bindEcho(String dispatcher) {
        ActorRef<Tcp.Event> echo =
                kit.spawn(ReadmeEcho.server(server.ref(), DispatcherSelector.fromConfig(dispatcher), () -> {}));
        tcp().tell(Tcp.Bind.of(echo, loopback(0)).with(security().listenOptions()));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {AIO, FORK_JOIN, "pinned"})
    void allComesBackThroughASlowReader(String dispatcher) throws IOException {
        Peer peer = connectTo(bindEcho(dispatcher));
        Background<Long> sending = Background.start(() -> {
            CRC32C checksum = new CRC32C();
            byte[] piece = Noise.bytes(100_000, 1);
            for (long left = SLOW_TOTAL; left > 0; left -= piece.length) {
                peer.send(piece);
                checksum.update(piece);
            }
            peer.shutdownOutput();
            return checksum.getValue();
        });
        CRC32C checksum = new CRC32C();
        long received = 0;
        long startNs = System.nanoTime();
        for (byte[] bytes = peer.receive(64 << 10); bytes.length > 0; bytes = peer.receive(64 << 10)) {
            received += bytes.length;
            checksum.update(bytes);
            long dueNs = startNs + TimeUnit.MILLISECONDS.toNanos(received / SLOW_BYTES_PER_MS);
            for (long nowNs = System.nanoTime(); nowNs - dueNs < 0; nowNs = System.nanoTime()) {
                LockSupport.parkNanos(dueNs - nowNs);
            }
        }
        assertThat(received).isEqualTo(SLOW_TOTAL);
        assertThat(checksum.getValue()).isEqualTo(sending.await());
    }

    @ParameterizedTest
    @ValueSource(strings = {AIO, FORK_JOIN, "pinned"})
    void whatWasReceivedBeforeTheEndIsStillAnswered(String dispatcher) throws IOException {
        ActorRef<Tcp.Event> echo = kit.spawn(ReadmeEcho.server(
                server.ref(), DispatcherSelector.fromConfig(dispatcher), () -> LockSupport.parkNanos(200_000)));
        tcp().tell(Tcp.Bind.of(echo, loopback(0)).with(security().listenOptions()));
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        byte[] bytes = Noise.bytes(300_000, 3);
        for (int i = 0; i < 20; i++) {
            Peer peer = connectTo(bound);
            peer.send(bytes);
            peer.shutdownOutput();
            assertThat(peer.receiveAll()).isEqualTo(bytes);
        }
    }

    @Test
    void aSuspendedConnectionHearsOfAReset() throws IOException {
        Map<Integer, String> before = NoFdLeaks.openSockets();
        Tcp.Bound bound = bind();
        Peer peer = connectTo(bound);
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        connected.connection().tell(new Tcp.SuspendReading());
        connected.connection().tell(new Tcp.Write(ByteString.fromString("suspended"), "suspended"));
        handler.expectMessage(new Tcp.Ack("suspended"));
        peer.reset();
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause()).contains("ECONNRESET");
        bound.listener().tell(new Tcp.Unbind());
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void aHalfClosedConnectionHearsOfAReset() throws IOException {
        Map<Integer, String> before = NoFdLeaks.openSockets();
        Tcp.Bound bound = bind();
        Peer peer = connectTo(bound);
        TestProbe<Tcp.Event> handler = registerKeepingOpen(accepted());
        peer.shutdownOutput();
        handler.expectMessage(new Tcp.PeerClosed());
        peer.reset();
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause()).matches(".*(ECONNRESET|EPIPE).*");
        bound.listener().tell(new Tcp.Unbind());
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void aConnectionThatWaitsForItsHandlerHearsOfAReset() throws IOException {
        Peer peer = connectTo(bind());
        accepted();
        peer.reset();
        assertThat(server.expectMessageClass(Tcp.ErrorClosed.class).cause()).contains("ECONNRESET");
    }

    @Test
    void shortOfFdsItSaysSoOnceAndOnceWhenThatIsOver() throws IOException {
        Tcp.Bound bound = bind(settings(kernel.syscalls()));
        AtomicInteger failuresLeft = new AtomicInteger(20);
        kernel.answer(call ->
                call.name().equals("accept4") && failuresLeft.getAndDecrement() > 0 ? (Integer) (-Errno.EMFILE) : null);
        expectLogged(
                LoggingTestKit.empty()
                        .withCustom(event -> event.message().contains("accept"))
                        .withOccurrences(2),
                () -> {
                    connectTo(bound);
                    accepted();
                });
        assertThat(failuresLeft.get()).isNegative();
    }

    /** The handler works on something while its connection ends, then writes: it can't know yet. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWriteAfterThePeersCloseIsRefusedAndNoDeadLetter(boolean unbound) throws IOException {
        TestProbe<DeadLetter> deadLetters = kit.createTestProbe();
        kit.system().eventStream().tell(new EventStream.Subscribe<>(DeadLetter.class, deadLetters.ref()));
        Tcp.Bound bound = bind(settings(kernel.syscalls()));
        Peer peer = connectTo(bound);
        Tcp.Connected connected = accepted();
        if (unbound) {
            bound.listener().tell(new Tcp.Unbind());
            server.expectMessage(new Tcp.Unbound());
        }
        long closesBefore = kernel.count("close");
        TestProbe<Tcp.Event> monitor = probe();
        ActorRef<Tcp.Event> handler = kit.spawn(Behaviors.receiveMessage(event -> {
            if (event instanceof Tcp.Received) {
                peer.reset();
                Eventually.equal("sockets closed", () -> kernel.count("close"), closesBefore + 1);
                LockSupport.parkNanos(LONG_ENOUGH_TO_END_NS);
                write(connected, "too late");
            }
            monitor.ref().tell(event);
            return Behaviors.same();
        }));
        connected.connection().tell(Tcp.Register.of(handler));
        peer.send("last words");
        monitor.expectMessageClass(Tcp.Received.class, PATIENCE);
        monitor.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE);
        monitor.expectMessageClass(Tcp.CommandFailed.class, PATIENCE);
        server.expectTerminated(connected.connection());
        if (unbound) {
            server.expectTerminated(bound.listener());
        }
        deadLetters.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void aWriterThatWaitsForEachAckIsNeverRefused() throws IOException {
        int size = 8 << 20; // more than aio.net.tcp.max-pending-write
        int rounds = 10;
        Peer peer = connectTo(bind());
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        ByteString data = Noise.string(size, 1);
        Background<Long> reading = Background.start(() -> Noise.checksum(peer.receive(rounds * size)));
        for (int i = 0; i < rounds; i++) {
            connected.connection().tell(new Tcp.Write(data, i));
            assertThat(handler.receiveMessage(PATIENCE)).isEqualTo(new Tcp.Ack(i));
        }
        CRC32C checksum = new CRC32C();
        for (int i = 0; i < rounds; i++) {
            checksum.update(data.toArrayUnsafe());
        }
        assertThat(reading.await()).isEqualTo(checksum.getValue());
    }
}
