// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that borrow what they receive: all arrives, unchanged, and all comes back, whatever they do with it. */
@EachTransport
class TcpBorrowedTest extends TcpTest {
    private static final String FORK_JOIN = "akka.actor.default-dispatcher";
    private static final int MUCH = 8 << 20;

    /** What handlers have retained and passed on. */
    private final BlockingQueue<ReceivedBuffer> passedOn = new LinkedBlockingQueue<>();

    /** A block for each size, and for the connections of these tests some more. */
    @Override
    String config() {
        return AIO + ".aio.threads = 1, aio.net.tcp.lent-buffers = 1 MiB";
    }

    private static Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return onBuffer(received -> {
            connection.tell(Tcp.WriteBuffer.of(received));
            return Behaviors.same();
        });
    }

    private static Behavior<Tcp.Event> onBuffer(Function<ReceivedBuffer, Behavior<Tcp.Event>> handler) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(ReceivedBuffer.class, handler::apply)
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }

    private Tcp.Bound serve(Function<ActorRef<Tcp.ConnectionCommand>, Behavior<Tcp.Event>> handler) {
        Tcp.Bind bind = Tcp.Bind.of(server.ref(), loopback(0))
                .with(security().listenOptions().withBorrowedBuffers());
        kit.spawn(Tcp.serve(bind, handler));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    /** A handler that registers itself, on another dispatcher, and gives nothing back by itself. */
    private Tcp.Bound serveElsewhere(
            String dispatcher, Function<ActorRef<Tcp.ConnectionCommand>, Behavior<Tcp.Event>> handler) {
        Props props = DispatcherSelector.fromConfig(dispatcher);
        Behavior<Tcp.Event> listener = Behaviors.setup(context -> Behaviors.receive(Tcp.Event.class)
                .onMessage(Tcp.Connected.class, connected -> {
                    ActorRef<Tcp.Event> spawned = context.spawnAnonymous(handler.apply(connected.connection()), props);
                    connected
                            .connection()
                            .tell(Tcp.Register.of(spawned).with(RegisterOptions.DEFAULT.withBorrowedBuffers()));
                    return Behaviors.same();
                })
                .onAnyMessage(other -> {
                    server.ref().tell(other);
                    return Behaviors.same();
                })
                .build());
        tcp().tell(Tcp.Bind.of(kit.spawn(listener), loopback(0)).with(security().listenOptions()));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    /** Sends noise in pieces of all sizes, and expects it back; reads with a pause now and then if it is slow. */
    private void expectEcho(Peer peer, int size, boolean slow) throws IOException {
        byte[] bytes = Noise.bytes(size, size);
        Background<Boolean> sending = Background.start(() -> {
            Random random = new Random(size);
            for (int sent = 0; sent < size; ) {
                int piece = Noise.piece(random, size - sent);
                peer.send(bytes, sent, piece);
                sent += piece;
            }
            return true;
        });
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        while (back.size() < size) {
            back.writeBytes(peer.receive(Math.min(size - back.size(), 100_000)));
            if (slow) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        sending.await();
        assertThat(Noise.checksum(back.toByteArray())).isEqualTo(Noise.checksum(bytes));
    }

    private Peer end(Peer peer) throws IOException {
        peer.shutdownOutput();
        peer.expectEnd();
        return peer;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4_096, 4_097, 65_536, 65_537, MUCH})
    void aServerSendsBackWhatItHasBorrowed(int size) throws IOException {
        Peer peer = connectTo(serve(TcpBorrowedTest::echo));
        expectEcho(peer, size, false);
        end(peer);
    }

    @Test
    void toAPeerThatReadsSlowly() throws IOException {
        Peer peer = connectTo(serve(TcpBorrowedTest::echo));
        expectEcho(peer, MUCH, true);
        end(peer);
    }

    @ParameterizedTest
    @ValueSource(strings = {AIO, FORK_JOIN})
    void aHandlerElsewhereThatThinksOfNothingSendsItBack(String dispatcher) throws IOException {
        Peer peer = connectTo(serveElsewhere(dispatcher, TcpBorrowedTest::echo));
        expectEcho(peer, MUCH, false);
        end(peer);
    }

    @Test
    void manyConnectionsAtOnce() throws IOException {
        Tcp.Bound bound = serve(TcpBorrowedTest::echo);
        List<Background<Boolean>> peers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Peer peer = connectTo(bound);
            int size = 500_000 + i;
            peers.add(Background.start(() -> {
                expectEcho(peer, size, size % 3 == 0);
                end(peer);
                return true;
            }));
        }
        peers.forEach(Background::await);
    }

    @Test
    void whatIsRetainedStaysAsItIsInAnyThread() throws Exception {
        Tcp.Bound bound = serve(connection -> onBuffer(received -> {
            passedOn.add(received.retain());
            connection.tell(Tcp.WriteBuffer.of(received));
            return Behaviors.same();
        }));
        Peer peer = connectTo(bound);
        byte[] bytes = Noise.bytes(3 << 20, 7);
        Background<byte[]> collecting = Background.start(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List<ReceivedBuffer> some = new ArrayList<>();
            while (all.size() < bytes.length) {
                ReceivedBuffer next = passedOn.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                some.add(next);
                if (some.size() == 5 || passedOn.isEmpty()) {
                    for (ReceivedBuffer each : some) {
                        byte[] piece = new byte[each.length()];
                        each.bytes().duplicate().get(piece);
                        all.writeBytes(piece);
                        each.release();
                    }
                    some.clear();
                }
            }
            return all.toByteArray();
        });
        expectEcho(peer, 3 << 20, false);
        // expectEcho sends noise of its own seed
        assertThat(Noise.checksum(collecting.await())).isEqualTo(Noise.checksum(Noise.bytes(3 << 20, 3 << 20)));
        end(peer);
    }

    @Test
    void aHandlerThatNeverReleasesHoldsUpNobody() throws Exception {
        Tcp.Bound bound = serve(connection -> onBuffer(received -> {
            passedOn.add(received.retain());
            connection.tell(Tcp.WriteBuffer.of(received));
            return Behaviors.same();
        }));
        Peer peer = connectTo(bound);
        Peer other = connectTo(serve(TcpBorrowedTest::echo));
        expectEcho(peer, MUCH, false);
        expectEcho(other, MUCH, false);
        long lent = passedOn.stream()
                .filter(each -> each.block() != null)
                .mapToLong(ReceivedBuffer::memoryBytes)
                .sum();
        assertThat(lent)
                .as("read-credit, and the block with which that was reached")
                .isLessThan((256 + 64) << 10);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        passedOn.forEach(each -> all.writeBytes(each.toByteString().toArray()));
        assertThat(Noise.checksum(all.toByteArray())).isEqualTo(Noise.checksum(Noise.bytes(MUCH, MUCH)));
        end(peer);
        end(other);
        passedOn.forEach(ReceivedBuffer::release);
    }

    @Test
    void itIsThereUntilTheMessageEndsAndNoLonger() throws Exception {
        Tcp.Bound bound = serve(connection -> onBuffer(received -> {
            passedOn.add(received);
            connection.tell(Tcp.Write.of(received.toByteString()));
            return Behaviors.same();
        }));
        Peer peer = connectTo(bound);
        peer.send("hello");
        peer.expect("hello");
        ReceivedBuffer late = passedOn.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Eventually.equal("given back", late::isHandled, true);
        assertThatIllegalStateException().isThrownBy(late::bytes);
        assertThatIllegalStateException().isThrownBy(late::retain);
        end(peer);
    }

    @Test
    void whoGivesNothingBackIsHelpedByTheConnection() throws Exception {
        Tcp.Bound bound = serveElsewhere(
                FORK_JOIN,
                connection -> onBuffer(received -> {
                    passedOn.add(received);
                    return Behaviors.same();
                }));
        Peer peer = connectTo(bound);
        peer.send(Noise.bytes(MUCH, 1));
        ReceivedBuffer first = passedOn.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Eventually.equal("given back while the handler lives", first::isHandled, true);
        end(peer); // which it hears of when all was handled
        Eventually.equal("given back", () -> passedOn.stream().allMatch(ReceivedBuffer::isHandled), true);
    }

    @Test
    void aHandlerThatThrowsGivesItBack() throws Exception {
        Tcp.Bound bound = serve(connection -> onBuffer(received -> {
            passedOn.add(received);
            throw new IllegalStateException("planted");
        }));
        expectLogged(LoggingTestKit.error("planted"), () -> {
            Peer peer = connectTo(bound);
            peer.send(Noise.bytes(10_000, 1));
            ReceivedBuffer first = passedOn.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Eventually.equal("given back", first::isHandled, true);
        });
    }

    @Test
    void aHandlerThatStopsGivesItBackAndSoIsWhatItHasNotHandled() throws Exception {
        Tcp.Bound bound = serveElsewhere(
                FORK_JOIN,
                connection -> onBuffer(received -> {
                    passedOn.add(received);
                    return Behaviors.stopped();
                }));
        Peer peer = connectTo(bound);
        peer.sendUntilReset();
        ReceivedBuffer first = passedOn.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Eventually.equal("given back", first::isHandled, true);
    }

    @Test
    void aRefusedWriteGivesItBack() throws Exception {
        TestProbe<Tcp.Event> refusals = probe();
        Tcp.Bound bound = serve(connection -> Behaviors.receive(Tcp.Event.class)
                .onMessage(ReceivedBuffer.class, received -> {
                    passedOn.add(received);
                    connection.tell(new Tcp.Close());
                    connection.tell(Tcp.WriteBuffer.of(received));
                    connection.tell(
                            new Tcp.CompoundWrite(List.of(Tcp.WriteBuffer.of(received), Tcp.WriteBuffer.of(received))));
                    return Behaviors.same();
                })
                .onMessage(Tcp.CommandFailed.class, refused -> {
                    refusals.ref().tell(refused);
                    return Behaviors.same();
                })
                .onAnyMessage(other -> Behaviors.same())
                .build());
        Peer peer = connectTo(bound);
        peer.send("hello");
        Tcp.CommandFailed one = refusals.expectMessageClass(Tcp.CommandFailed.class);
        assertThat(one.command()).isInstanceOf(Tcp.WriteBuffer.class);
        assertThat(one.cause()).hasMessageStartingWith("write of 5 bytes refused: ");
        refusals.expectMessageClass(Tcp.CommandFailed.class);
        ReceivedBuffer buffer = passedOn.remove();
        Eventually.equal("given back", () -> isGone(buffer), true);
        assertThatIllegalStateException().isThrownBy(buffer::bytes);
        peer.expectEnd();
    }

    @Test
    void anAbortGivesBackWhatWasToBeSent() throws Exception {
        TestProbe<Tcp.Event> ends = probe();
        Tcp.Bound bound = serve(connection -> Behaviors.receive(Tcp.Event.class)
                .onMessage(ReceivedBuffer.class, received -> {
                    passedOn.add(received);
                    connection.tell(Tcp.WriteBuffer.of(received));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> {
                    ends.ref().tell(closed);
                    return Behaviors.stopped();
                })
                .build());
        Peer peer = connectTo(bound);
        Background<Long> flooding = Background.start(() -> {
            byte[] bytes = Noise.bytes(100_000, 3);
            try {
                while (true) {
                    peer.send(bytes);
                }
            } catch (IOException reset) {
                return 0L;
            }
        });
        for (int i = 0; i < 3; i++) { // so that something is on its way back
            passedOn.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        peer.reset();
        flooding.await();
        ends.expectMessageClass(Tcp.ConnectionClosed.class, PATIENCE);
        passedOn.forEach(each -> Eventually.equal("given back", () -> isGone(each), true));
    }

    private static boolean isGone(ReceivedBuffer buffer) {
        return buffer.toString().endsWith("given back]");
    }

    @Test
    void fromOneConnectionToAnother() throws Exception {
        Tcp.Bound target = bind();
        Peer reader = connectTo(target);
        Tcp.Connected to = accepted();
        register(to);
        Tcp.Bound bound = serve(from -> Behaviors.receive(Tcp.Event.class)
                .onMessage(ReceivedBuffer.class, received -> {
                    from.tell(new Tcp.SuspendReading());
                    to.connection().tell(Tcp.WriteBuffer.of(received));
                    to.connection().tell(new Tcp.Write(akka.util.ByteString.emptyByteString(), "sent"));
                    from.tell(new Tcp.ResumeReading());
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build());
        Peer writer = connectTo(bound);
        byte[] bytes = Noise.bytes(MUCH / 4, 9);
        Background<Boolean> sending = Background.start(() -> {
            for (int sent = 0; sent < bytes.length; sent += 1 << 16) {
                writer.send(bytes, sent, 1 << 16);
            }
            return true;
        });
        assertThat(Noise.checksum(reader.receive(bytes.length))).isEqualTo(Noise.checksum(bytes));
        sending.await();
        end(writer);
    }

    @Test
    void whatIsRetainedOutlivesTheLoop() throws Exception {
        Tcp.Bound bound = serve(connection -> onBuffer(received -> {
            passedOn.add(received.retain());
            return Behaviors.same();
        }));
        Peer peer = connectTo(bound);
        byte[] bytes = Noise.bytes(60_000, 5);
        peer.send(bytes);
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        List<ReceivedBuffer> all = new ArrayList<>();
        while (before.size() < bytes.length) {
            ReceivedBuffer next = passedOn.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            all.add(next);
            before.writeBytes(next.toByteString().toArray());
        }
        kit.shutdownTestKit();
        ByteArrayOutputStream after = new ByteArrayOutputStream();
        all.forEach(each -> after.writeBytes(each.toByteString().toArray()));
        assertThat(Noise.checksum(after.toByteArray())).isEqualTo(Noise.checksum(bytes));
        all.forEach(ReceivedBuffer::release);
        assertThatIllegalStateException().isThrownBy(() -> all.get(0).bytes());
    }
}
