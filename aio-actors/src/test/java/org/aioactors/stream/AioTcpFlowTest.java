// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.Attributes;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.aioactors.net.Background;
import org.aioactors.net.Noise;
import org.aioactors.net.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes from end to end, and ends that are slow or stand still. */
@ParameterizedClass
@ValueSource(strings = {StreamTest.FORK_JOIN, StreamTest.AIO})
class AioTcpFlowTest extends StreamTest {
    private static final byte[] ALL = Noise.bytes(60_000_000, 60);
    private static final long CHECKSUM = Noise.checksum(ALL);
    private static final int PIECE = 64 << 10;
    private static final Duration PAUSE = Duration.ofMillis(1);

    private static Background<Boolean> sendingAll(Peer peer, AtomicLong sent) {
        return Background.start(() -> {
            for (int i = 0; i < ALL.length; i += PIECE) {
                int length = Math.min(PIECE, ALL.length - i);
                peer.send(ALL, i, length);
                sent.addAndGet(length);
            }
            peer.shutdownOutput();
            return true;
        });
    }

    /** Receives until the end, with a pause after each piece. */
    private static long checksumOfAll(Peer peer, Duration pause) throws IOException {
        CRC32C checksum = new CRC32C();
        byte[] piece = peer.receive(PIECE);
        while (piece.length > 0) {
            checksum.update(piece);
            LockSupport.parkNanos(pause.toNanos());
            piece = peer.receive(PIECE);
        }
        return checksum.getValue();
    }

    private static Sink<ByteString, CompletionStage<CRC32C>> checksum() {
        return Sink.fold(new CRC32C(), (sum, data) -> {
            sum.update(data.toArrayUnsafe());
            return sum;
        });
    }

    @Test
    void allComesBackToAFastPeer() throws Exception {
        Peer peer = connectTo(serve(Flow.of(ByteString.class)));
        Background<Boolean> sending = sendingAll(peer, new AtomicLong());
        assertThat(checksumOfAll(peer, Duration.ZERO)).isEqualTo(CHECKSUM);
        sending.await();
    }

    @Test
    void allComesBackToASlowPeer() throws Exception {
        Peer peer = connectTo(serve(Flow.of(ByteString.class)));
        Background<Boolean> sending = sendingAll(peer, new AtomicLong());
        assertThat(checksumOfAll(peer, PAUSE)).isEqualTo(CHECKSUM);
        sending.await();
    }

    @Test
    void allComesBackThroughASlowHandlerToAClientOfOurs() throws Exception {
        Flow<ByteString, ByteString, ?> slow = Flow.of(ByteString.class).map(data -> {
            if (data.size() > PIECE / 2) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            return data;
        });
        CompletionStage<CRC32C> received =
                source(ALL, 10_000).via(connection(serve(slow).localAddress())).runWith(checksum(), materializer);
        assertThat(get(received).getValue()).isEqualTo(CHECKSUM);
    }

    @Test
    void anElementMayBeLargerThanAllLimits() throws Exception {
        CompletionStage<CRC32C> received = source(ALL, ALL.length)
                .via(connection(serve(Flow.of(ByteString.class)).localAddress()))
                .runWith(checksum(), materializer);
        assertThat(get(received).getValue()).isEqualTo(CHECKSUM);
    }

    @Test
    void smallElementsArriveToo() throws Exception {
        byte[] some = Noise.bytes(200_000, 1);
        CompletionStage<CRC32C> received = source(some, 3)
                .via(connection(serve(Flow.of(ByteString.class)).localAddress()))
                .runWith(checksum(), materializer);
        assertThat(get(received).getValue()).isEqualTo(Noise.checksum(some));
    }

    @Test
    void aPeerThatNeverReadsStopsTheSource() throws Exception {
        AtomicLong pulled = new AtomicLong();
        Source<ByteString, ?> answer = source(ALL, PIECE).map(data -> {
            pulled.addAndGet(data.size());
            return data;
        });
        Peer peer = connectTo(serve(Flow.fromSinkAndSource(Sink.ignore(), answer)));
        assertThat(atRest(pulled::get)).isLessThan(Noise.MUCH);
        assertThat(checksumOfAll(peer, Duration.ZERO)).isEqualTo(CHECKSUM);
    }

    @Test
    void whatIsNotPulledStaysInThePeersKernel() throws Exception {
        CompletableFuture<SinkQueueWithCancel<ByteString>> queue = new CompletableFuture<>();
        Flow<ByteString, ByteString, ?> handler = Flow.fromSinkAndSourceMat(
                        Sink.<ByteString>queue().addAttributes(Attributes.inputBuffer(1, 1)),
                        Source.<ByteString>maybe(),
                        Keep.left())
                .mapMaterializedValue(queue::complete);
        Peer peer = connectTo(serve(handler));
        AtomicLong sent = new AtomicLong();
        Background<Boolean> sending = sendingAll(peer, sent);
        assertThat(atRest(sent::get)).isLessThan(Noise.MUCH);
        assertThat(sending.isDone()).isFalse();
        CRC32C checksum = new CRC32C();
        Optional<ByteString> next = get(get(queue).pull());
        while (next.isPresent()) {
            checksum.update(next.get().toArrayUnsafe());
            next = get(get(queue).pull());
        }
        assertThat(checksum.getValue()).isEqualTo(CHECKSUM);
        sending.await();
    }

    @Test
    void whatWasWrittenArrivesThoughThePeerStillSends() throws Exception {
        Peer peer = connectTo(serve(Flow.fromSinkAndSource(Sink.ignore(), source(Noise.much(), PIECE))));
        AtomicBoolean received = new AtomicBoolean();
        Background<Boolean> sending = Background.start(() -> {
            while (!received.get()) {
                peer.send(Noise.bytes(4_096, 2));
            }
            peer.shutdownOutput();
            return true;
        });
        assertThat(Noise.checksum(peer.receiveAll())).isEqualTo(Noise.checksum(Noise.much()));
        received.set(true);
        sending.await();
    }

    @Test
    void manyConnectionsAtATime() throws Exception {
        AioTcp.ServerBinding server = serve(Flow.of(ByteString.class));
        byte[] some = Noise.bytes(100_000, 2);
        List<CompletionStage<CRC32C>> connections = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            connections.add(
                    source(some, 7_000).via(connection(server.localAddress())).runWith(checksum(), materializer));
        }
        for (CompletionStage<CRC32C> each : connections) {
            assertThat(get(each).getValue()).isEqualTo(Noise.checksum(some));
        }
    }
}
