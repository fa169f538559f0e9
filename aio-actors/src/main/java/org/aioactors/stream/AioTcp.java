// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.stream.ActorAttributes;
import akka.stream.Attributes;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.aioactors.dispatcher.DispatcherKey;
import org.aioactors.net.ConnectOptions;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.aioactors.net.TcpExtension;
import org.aioactors.net.Tls;
import org.aioactors.net.TlsSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TCP as stages of streams, over the sockets of {@link Tcp}: what {@code akka.stream.javadsl.Tcp} is over Akka's own.
 *
 * <pre>{@code
 * AioTcp.get(system).bindAndHandle(Flow.of(ByteString.class), "127.0.0.1", 7000, Materializer.matFromSystem(system));
 * }</pre>
 *
 * <p>Demand travels from end to end: a connection is read when downstream pulls, one read for each element, and upstream
 * is pulled as the kernel takes what was written. Nothing is read ahead, and no more is kept for a peer that does not
 * read than half of {@code aio.net.tcp.high-water-mark} and the last element.
 *
 * <p>A stream that completes closes its connection in order: all that was written arrives. One that fails, or is stopped,
 * resets it.
 *
 * <p>Stages run on the actor of their stream, wherever the materializer has put it; {@link #sameLoop} brings that to the
 * connection. All methods may be called from any thread, and don't block; only {@link #bind(String, int)} and its like look
 * the name up that they are given.
 */
public final class AioTcp implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(AioTcp.class);

    /** The id by which the system finds its extension. */
    private static final class Id extends ExtensionId<AioTcp> {
        private static final Id INSTANCE = new Id();

        @Override
        public AioTcp createExtension(ActorSystem<?> system) {
            return new AioTcp(system);
        }
    }

    private final ActorRef<Tcp.Command> manager;
    private final ConnectionSettings settings;
    private final Attributes sameLoop;

    private AioTcp(ActorSystem<?> system) {
        Config config = system.settings().config();
        manager = TcpExtension.get(system).manager(); // which checks the configuration
        settings = ConnectionSettings.of(config);
        sameLoop = ActorAttributes.dispatcher(DispatcherKey.id(config, "aio.net.dispatcher"));
    }

    /**
     * The extension of a system, made when first asked for.
     *
     * @throws ConfigException if a setting under {@code aio.net} is wrong
     */
    public static AioTcp get(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /**
     * For a whole graph with a connection in it: has its actor on the dispatcher of the connections, where it runs on the
     * loop of the one that tells it something, with no other thread between the two.
     *
     * <pre>{@code
     * connection.flow().join(handler).addAttributes(AioTcp.get(system).sameLoop()).run(materializer);
     * }</pre>
     */
    public Attributes sameLoop() {
        return sameLoop;
    }

    /** Listens as {@link #bind(InetSocketAddress, ListenOptions, StreamOptions)} does, with the default options. */
    public Source<IncomingConnection, CompletionStage<ServerBinding>> bind(String host, int port) {
        return bind(new InetSocketAddress(host, port), ListenOptions.DEFAULT, StreamOptions.ACCEPTED);
    }

    /** Listens with TLS as {@link #bind(InetSocketAddress, ListenOptions, StreamOptions)} does. */
    public Source<IncomingConnection, CompletionStage<ServerBinding>> bindWithTls(String host, int port, Tls tls) {
        return bind(new InetSocketAddress(host, port), ListenOptions.DEFAULT.withTls(tls), StreamOptions.ACCEPTED);
    }

    /**
     * The connections of a listener, which is bound each time the source is materialized. A connection is accepted for
     * each element that is asked for; others wait in the backlog. {@link ServerBinding#unbind} completes the source, and
     * to cancel it unbinds; connections already emitted live on. If it can't bind, source and materialized value fail
     * with {@link akka.stream.BindFailedException}.
     *
     * @param listenOptions {@code pullMode} makes no difference: accepting is always asked for. With TLS, a connection is
     *     emitted after its handshake, and a peer with whom there is none is logged and not emitted
     * @param options of each connection
     */
    public Source<IncomingConnection, CompletionStage<ServerBinding>> bind(
            InetSocketAddress localAddress, ListenOptions listenOptions, StreamOptions options) {
        return Source.fromGraph(new BindStage(
                manager,
                localAddress,
                listenOptions,
                connected -> new IncomingConnection(connected, settings, options)));
    }

    /** Serves as the other {@code bindAndHandle} does, with the default options. */
    public CompletionStage<ServerBinding> bindAndHandle(
            Flow<ByteString, ByteString, ?> handler, String host, int port, Materializer materializer) {
        return bindAndHandle(
                handler,
                new InetSocketAddress(host, port),
                ListenOptions.DEFAULT,
                StreamOptions.ACCEPTED,
                materializer);
    }

    /** Serves with TLS as the other {@code bindAndHandle} does. */
    public CompletionStage<ServerBinding> bindAndHandleWithTls(
            Flow<ByteString, ByteString, ?> handler, String host, int port, Tls tls, Materializer materializer) {
        return bindAndHandle(
                handler,
                new InetSocketAddress(host, port),
                ListenOptions.DEFAULT.withTls(tls),
                StreamOptions.ACCEPTED,
                materializer);
    }

    /**
     * Serves each connection by a stream of its own.
     *
     * @param handler from what the peer sends to what it is answered; is materialized for each connection. If that throws,
     *     it is logged, and the connection is reset
     * @return where it listens; fails with {@link akka.stream.BindFailedException} if it can't
     */
    public CompletionStage<ServerBinding> bindAndHandle(
            Flow<ByteString, ByteString, ?> handler,
            InetSocketAddress localAddress,
            ListenOptions listenOptions,
            StreamOptions options,
            Materializer materializer) {
        return bind(localAddress, listenOptions, options)
                .to(Sink.foreach(connection -> handle(connection, handler, materializer)))
                .run(materializer);
    }

    private static void handle(
            IncomingConnection connection, Flow<ByteString, ByteString, ?> handler, Materializer materializer) {
        try {
            connection.handleWith(handler, materializer);
        } catch (RuntimeException failure) {
            LOG.error("no stream for {}: reset", connection.remoteAddress(), failure);
            connection.abort();
        }
    }

    /**
     * Connects as {@link #outgoingConnection(InetSocketAddress, ConnectOptions, StreamOptions)} does, with the default
     * options.
     */
    public Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> outgoingConnection(String host, int port) {
        return outgoingConnection(
                InetSocketAddress.createUnresolved(host, port), ConnectOptions.DEFAULT, StreamOptions.OUTGOING);
    }

    /**
     * Connects with TLS as {@link #outgoingConnection(InetSocketAddress, ConnectOptions, StreamOptions)} does. The server's
     * certificate must be for {@code host}, unless {@code tls} says otherwise.
     */
    public Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> outgoingConnectionWithTls(
            String host, int port, Tls tls) {
        return outgoingConnection(
                InetSocketAddress.createUnresolved(host, port),
                ConnectOptions.DEFAULT.withTls(tls),
                StreamOptions.OUTGOING);
    }

    /**
     * A connection to a peer, made each time the flow is materialized. If that fails, flow and materialized value fail
     * with {@link akka.stream.StreamTcpException}.
     *
     * @param remoteAddress a name that is not resolved yet is looked up on Akka's dispatcher for blocking calls
     */
    public Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> outgoingConnection(
            InetSocketAddress remoteAddress, ConnectOptions connectOptions, StreamOptions options) {
        return options.limitIdleTime(Flow.fromGraph(
                new OutgoingStage(manager, remoteAddress, connectOptions, settings, options.halfClose())));
    }

    /**
     * A connection that was made, see {@link #outgoingConnection}.
     *
     * @param tls what was agreed upon; null without TLS
     */
    public record OutgoingConnection(
            InetSocketAddress remoteAddress,
            InetSocketAddress localAddress,
            @Nullable TlsSession tls) {}

    /** A connection that was accepted. It is closed unless its flow is run within {@code aio.net.tcp.register-timeout}. */
    public static final class IncomingConnection {
        private final Tcp.Connected connected;
        private final Flow<ByteString, ByteString, NotUsed> flow;

        IncomingConnection(Tcp.Connected connected, ConnectionSettings settings, StreamOptions options) {
            this.connected = connected;
            this.flow = options.limitIdleTime(
                    Flow.fromGraph(new IncomingStage(connected.connection(), settings, options.halfClose())));
        }

        /** Our address. */
        public InetSocketAddress localAddress() {
            return connected.localAddress();
        }

        /** The peer's address. */
        public InetSocketAddress remoteAddress() {
            return connected.remoteAddress();
        }

        /** What was agreed upon; null without TLS. */
        public @Nullable TlsSession tls() {
            return connected.tls();
        }

        /** From what the peer is to be sent to what it sends. Can be materialized once. */
        public Flow<ByteString, ByteString, NotUsed> flow() {
            return flow;
        }

        /**
         * Runs the connection with a handler of its bytes.
         *
         * @return what the handler materializes to
         */
        public <M> M handleWith(Flow<ByteString, ByteString, M> handler, Materializer materializer) {
            return flow.joinMat(handler, Keep.right()).run(materializer);
        }

        void abort() {
            connected.connection().tell(new Tcp.Abort());
        }
    }

    /** A listener that was bound, see {@link #bind}. */
    public static final class ServerBinding {
        private final InetSocketAddress localAddress;
        private final ActorRef<Tcp.ListenerCommand> listener;
        private final CompletableFuture<Done> unbound;

        ServerBinding(
                InetSocketAddress localAddress,
                ActorRef<Tcp.ListenerCommand> listener,
                CompletableFuture<Done> unbound) {
            this.localAddress = localAddress;
            this.listener = listener;
            this.unbound = unbound;
        }

        /** Where it listens, with the real port. */
        public InetSocketAddress localAddress() {
            return localAddress;
        }

        /** The listener itself, for a {@linkplain org.aioactors.net.HandOver hand-over}: it takes {@link Tcp.DuplicateListener}. */
        public ActorRef<Tcp.ListenerCommand> listener() {
            return listener;
        }

        /**
         * Stops listening; connections already emitted live on. Idempotent.
         *
         * @return {@link #whenUnbound}
         */
        public CompletionStage<Done> unbind() {
            if (!unbound.isDone()) {
                listener.tell(new Tcp.Unbind());
            }
            return whenUnbound();
        }

        /** Completes when the port is free, for whichever reason; fails if the stream was stopped before. */
        public CompletionStage<Done> whenUnbound() {
            return unbound.copy();
        }
    }
}
