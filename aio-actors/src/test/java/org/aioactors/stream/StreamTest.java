// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.aioactors.fd.NoFdLeaks;
import org.aioactors.net.Peer;
import org.aioactors.net.TestSecurity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;

/** What the tests of streams share: an actor system whose streams run on one dispatcher or the other, and peers. */
@ExtendWith(NoFdLeaks.class)
abstract class StreamTest {
    static final String FORK_JOIN = "akka.actor.default-dispatcher";
    static final String AIO = "aio-default-dispatcher";

    private static final long PATIENCE_SECONDS = 30;

    /** How long nothing changes once it has come to rest. */
    private static final Duration REST = Duration.ofMillis(500);

    @Parameter
    String dispatcher;

    ActorSystem<Void> system;
    Materializer materializer;
    AioTcp tcp;
    private final List<AutoCloseable> toClose = new ArrayList<>();

    /** What differs from the defaults. */
    String config() {
        return "";
    }

    /** How bytes travel. */
    TestSecurity security() {
        return TestSecurity.NONE;
    }

    @BeforeEach
    void start() {
        system = ActorSystem.create(
                Behaviors.empty(),
                "streams",
                ConfigFactory.parseString(config())
                        .withFallback(ConfigFactory.parseString("akka.stream.materializer.dispatcher = " + dispatcher
                                + ", " + AIO + " { shutdown-timeout = 50 ms, aio.threads = 2 }"))
                        .withFallback(ConfigFactory.load()));
        materializer = Materializer.createMaterializer(system);
        tcp = AioTcp.get(system);
    }

    @AfterEach
    void stop() throws Exception {
        system.terminate();
        get(system.getWhenTerminated());
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    <C extends AutoCloseable> C closeLater(C closeable) {
        toClose.add(closeable);
        return closeable;
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Why a stage fails. */
    static Throwable failure(CompletionStage<?> stage) throws Exception {
        try {
            throw new AssertionError("it has not failed, but given " + get(stage));
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    /** The value at which a number that only grows comes to rest. */
    static long atRest(LongSupplier number) {
        long last;
        long now = number.getAsLong();
        do {
            last = now;
            LockSupport.parkNanos(REST.toNanos());
            now = number.getAsLong();
        } while (now != last);
        return now;
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    AioTcp.ServerBinding serve(Flow<ByteString, ByteString, ?> handler) throws Exception {
        return serve(handler, StreamOptions.ACCEPTED);
    }

    AioTcp.ServerBinding serve(Flow<ByteString, ByteString, ?> handler, StreamOptions options) throws Exception {
        return get(tcp.bindAndHandle(handler, loopback(), security().listenOptions(), options, materializer));
    }

    Peer connectTo(AioTcp.ServerBinding server) throws IOException {
        InetSocketAddress address = server.localAddress();
        return closeLater(security().connectedPeer(new Socket(address.getAddress(), address.getPort())));
    }

    Flow<ByteString, ByteString, CompletionStage<AioTcp.OutgoingConnection>> connection(InetSocketAddress to) {
        return tcp.outgoingConnection(
                InetSocketAddress.createUnresolved(to.getHostString(), to.getPort()),
                security().connectOptions(),
                StreamOptions.OUTGOING);
    }

    /** A listener of the JDK's. */
    ServerSocket listener() throws IOException {
        return closeLater(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    static InetSocketAddress addressOf(ServerSocket listener) {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    Peer accept(ServerSocket listener) throws IOException {
        Peer peer = closeLater(security().acceptedPeer(listener.accept()));
        peer.shakeHands();
        return peer;
    }

    /** Those bytes in elements of some size. */
    static Source<ByteString, ?> source(byte[] bytes, int elementSize) {
        ByteString all = ByteString.fromArrayUnsafe(bytes);
        int count = (bytes.length + elementSize - 1) / elementSize;
        return Source.fromIterator(() -> IntStream.range(0, count)
                .mapToObj(i -> all.slice(i * elementSize, Math.min(bytes.length, (i + 1) * elementSize)))
                .iterator());
    }
}
