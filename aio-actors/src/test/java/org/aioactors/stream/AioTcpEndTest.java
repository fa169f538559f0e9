// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.Materializer;
import akka.stream.StreamTcpException;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.net.Background;
import org.aioactors.net.Noise;
import org.aioactors.net.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections end, on either side and in each order. */
@ParameterizedClass
@ValueSource(strings = {StreamTest.FORK_JOIN, StreamTest.AIO})
class AioTcpEndTest extends StreamTest {
    private static final int PIECE = 64 << 10;
    private static final RuntimeException PLANTED = new IllegalStateException("planted");

    /** Shorter than the time a peer takes in one of the tests. */
    @Override
    String config() {
        return "aio.net.tcp.close-timeout = 100 ms";
    }

    private static ByteString bytes(String text) {
        return ByteString.fromString(text);
    }

    private static Sink<ByteString, CompletionStage<ByteString>> all() {
        return Sink.fold(ByteString.emptyByteString(), ByteString::concat);
    }

    /** A connection of ours to a peer: its upstream, its downstream, and the peer. */
    private record Ends<U, D>(U upstream, D downstream, Peer peer) {}

    private <U, D> Ends<U, D> connect(Source<ByteString, U> upstream, Sink<ByteString, D> downstream) throws Exception {
        ServerSocket listener = listener();
        Pair<Pair<U, CompletionStage<AioTcp.OutgoingConnection>>, D> run = upstream.viaMat(
                        connection(addressOf(listener)), Keep.both())
                .toMat(downstream, Keep.both())
                .run(materializer);
        Peer peer = accept(listener);
        get(run.first().second());
        return new Ends<>(run.first().first(), run.second(), peer);
    }

    @Test
    void aPeerThatHasEndedItsSideIsStillAnswered() throws Exception {
        Flow<ByteString, ByteString, NotUsed> atTheEnd =
                Flow.of(ByteString.class).fold(ByteString.emptyByteString(), ByteString::concat);
        Peer peer = connectTo(serve(atTheEnd));
        byte[] question = Noise.bytes(1_000_000, 1);
        peer.send(question);
        peer.shutdownOutput();
        assertThat(peer.receiveAll()).isEqualTo(question);
    }

    @Test
    void anAnswerMayTakeLongerThanTheQuestion() throws Exception {
        Ends<NotUsed, CompletionStage<ByteString>> ends = connect(Source.single(bytes("question")), all());
        ends.peer().expect("question");
        ends.peer().expectEnd();
        assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse(); // several close-timeouts
        ends.peer().send(Noise.much());
        ends.peer().shutdownOutput();
        assertThat(Noise.checksum(get(ends.downstream()).toArrayUnsafe())).isEqualTo(Noise.checksum(Noise.much()));
    }

    @Test
    void anAnswerAfterTheEndOfTheQuestionIsHeldBackAsWell() throws Exception {
        ServerSocket listener = listener();
        SinkQueueWithCancel<ByteString> queue = Source.single(bytes("question"))
                .via(connection(addressOf(listener)))
                .toMat(Sink.queue(), Keep.right())
                .run(materializer);
        Peer peer = accept(listener);
        peer.expect("question");
        peer.expectEnd();
        AtomicLong sent = new AtomicLong();
        Background<Boolean> sending = Background.start(() -> {
            for (int i = 0; i < Noise.MUCH; i += PIECE) {
                peer.send(Noise.much(), i, PIECE);
                sent.addAndGet(PIECE);
            }
            peer.shutdownOutput();
            return true;
        });
        assertThat(atRest(sent::get)).isLessThan(Noise.MUCH);
        long received = 0;
        Optional<ByteString> next = get(queue.pull());
        while (next.isPresent()) {
            received += next.get().size();
            next = get(queue.pull());
        }
        assertThat(received).isEqualTo(Noise.MUCH);
        sending.await();
    }

    @Test
    void withoutHalfCloseUpstreamsEndIsDownstreamsToo() throws Exception {
        CompletableFuture<CompletionStage<Done>> ended = new CompletableFuture<>();
        Peer peer = connectTo(
                serve(Flow.fromSinkAndSourceMat(Sink.<ByteString>ignore(), Source.single(bytes("bye")), Keep.left())
                        .mapMaterializedValue(ended::complete)));
        peer.expect("bye");
        peer.expectEnd();
        get(get(ended)); // though the peer has not ended its side
    }

    @Test
    void aServerOfOursMayHalfCloseToo() throws Exception {
        CompletableFuture<CompletionStage<ByteString>> heard = new CompletableFuture<>();
        Peer peer = connectTo(serve(
                Flow.fromSinkAndSourceMat(all(), Source.single(bytes("bye")), Keep.left())
                        .mapMaterializedValue(heard::complete),
                StreamOptions.ACCEPTED.withHalfClose(true)));
        peer.expect("bye");
        peer.expectEnd();
        peer.send("one thing more");
        peer.shutdownOutput();
        assertThat(get(get(heard))).isEqualTo(bytes("one thing more"));
    }

    @Test
    void aPeerThatNeitherReadsNorEndsIsNotWaitedForForEver() throws Exception {
        Peer peer = connectTo(serve(Flow.fromSinkAndSource(Sink.cancelled(), Source.single(bytes("bye")))));
        peer.expect("bye");
        peer.expectEnd();
        // close(2) in place of shutdown(2), after close-timeout: what is sent then is answered by a reset
        peer.sendUntilReset();
    }

    @Test
    void aResetFailsTheStream() throws Exception {
        Ends<CompletableFuture<Optional<ByteString>>, CompletionStage<Done>> ends =
                connect(Source.maybe(), Sink.ignore());
        ends.peer().reset();
        assertThat(failure(ends.downstream()))
                .isInstanceOf(StreamTcpException.class)
                .hasMessageMatching(
                        "the connection has ended with an error: (read|write|connection)\\(fd=\\d+\\): ECONNRESET .*");
    }

    @Test
    void aResetIsHeardOfThoughNobodyPulls() throws Exception {
        CompletableFuture<CompletionStage<Done>> watched = new CompletableFuture<>();
        Source<ByteString, ?> upstream =
                Source.<ByteString>maybe().watchTermination(Keep.right()).mapMaterializedValue(watched::complete);
        Ends<?, ?> ends = connect(upstream, Sink.fromSubscriber(new Unmoved<>()));
        ends.peer().reset();
        failure(get(watched)); // cancelled by a failure
    }

    /** Asks for nothing. */
    private static final class Unmoved<T> implements org.reactivestreams.Subscriber<T> {
        @Override
        public void onSubscribe(org.reactivestreams.Subscription subscription) {}

        @Override
        public void onNext(T element) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void aFailureOfUpstreamResetsThePeer() throws Exception {
        Ends<CompletableFuture<Optional<ByteString>>, CompletionStage<Done>> ends =
                connect(Source.maybe(), Sink.ignore());
        ends.upstream().completeExceptionally(PLANTED);
        ends.peer().expectReset();
        assertThat(failure(ends.downstream())).isEqualTo(PLANTED);
    }

    @Test
    void aFailureOfDownstreamResetsThePeer() throws Exception {
        Ends<CompletableFuture<Optional<ByteString>>, CompletionStage<Done>> ends =
                connect(Source.maybe(), Sink.foreach(data -> {
                    throw PLANTED;
                }));
        ends.peer().send("ping");
        ends.peer().expectReset();
        assertThat(failure(ends.downstream())).isEqualTo(PLANTED);
    }

    @Test
    void aFailureResetsAConnectionThatIsHalfClosedToo() throws Exception {
        Ends<NotUsed, CompletionStage<Done>> ends = connect(Source.single(bytes("question")), Sink.foreach(data -> {
            throw PLANTED;
        }));
        ends.peer().expect("question");
        ends.peer().expectEnd();
        ends.peer().send("answer");
        failure(ends.downstream());
        ends.peer().sendUntilReset();
    }

    @Test
    void whoIsStoppedResetsThePeer() throws Exception {
        Materializer mortal = Materializer.createMaterializer(system);
        ServerSocket listener = listener();
        CompletableFuture<ByteString> heard = new CompletableFuture<>();
        CompletionStage<Done> downstream = Source.<ByteString>maybe()
                .via(connection(addressOf(listener)))
                .runWith(Sink.foreach(heard::complete), mortal);
        Peer peer = accept(listener);
        peer.send("ping");
        get(heard); // so it has the connection: before, it could not reset it
        mortal.shutdown();
        peer.expectReset();
        failure(downstream);
    }

    @Test
    void downstreamMayHaveEnoughFirst() throws Exception {
        Ends<CompletableFuture<Optional<ByteString>>, NotUsed> ends = connect(Source.maybe(), Sink.cancelled());
        ends.peer().send(Noise.much()); // is dropped
        ends.upstream().complete(Optional.of(bytes("last words")));
        ends.peer().expect("last words");
        ends.peer().expectEnd();
        ends.peer().close();
    }

    @Test
    void downstreamMayHaveEnoughLast() throws Exception {
        Ends<NotUsed, CompletionStage<ByteString>> ends = connect(Source.single(bytes("question")), Sink.head());
        ends.peer().expect("question");
        ends.peer().expectEnd();
        ends.peer().send("answer");
        assertThat(get(ends.downstream())).isEqualTo(bytes("answer"));
        ends.peer().sendUntilReset();
    }

    @Test
    void thePeerMayEndFirstAndThenUpstream() throws Exception {
        Ends<CompletableFuture<Optional<ByteString>>, CompletionStage<ByteString>> ends =
                connect(Source.maybe(), all());
        ends.peer().send("ping");
        ends.peer().shutdownOutput();
        assertThat(get(ends.downstream())).isEqualTo(bytes("ping"));
        ends.upstream().complete(Optional.of(bytes("pong")));
        ends.peer().expect("pong");
        ends.peer().expectEnd();
    }

    @Test
    void bothMayEndAtOnce() throws Exception {
        ServerSocket listener = listener();
        for (int i = 0; i < 50; i++) {
            Source.single(bytes("all"))
                    .via(connection(addressOf(listener)))
                    .runWith(Sink.cancelled(), materializer); // before it is connected
            Peer peer = accept(listener);
            peer.expect("all");
            peer.expectEnd();
            peer.close();
        }
    }
}
