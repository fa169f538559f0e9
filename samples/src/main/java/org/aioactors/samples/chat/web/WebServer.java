// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.SharedKillSwitch;
import akka.stream.TLSProtocol.SessionBytes;
import akka.stream.TLSProtocol.SslTlsInbound;
import akka.stream.TLSProtocol.SslTlsOutbound;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.TLSPlacebo;
import akka.util.ByteString;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.aioactors.stream.AioTcp;
import org.aioactors.stream.StreamOptions;
import scala.concurrent.duration.Duration;

/** HTTP and WebSocket for browsers. */
public final class WebServer {
    /** Makes the handlers of clients. */
    public interface Clients {
        /**
         * Opens a client's session. Called on the loop of its connection, where {@link org.aioactors.AioProps#sameLoop} puts an actor; must
         * not block. If it throws, the connection is closed.
         *
         * @param connection takes what a connection of {@link Tcp} takes, but {@link Tcp.WriteFile} and {@link Tcp.WriteBuffer}. Ends
         *     with the WebSocket, and can be watched
         * @return hears of the connection, as if it had registered with the default options; it may register itself for others
         */
        ActorRef<Tcp.Event> open(ActorRef<Tcp.ConnectionCommand> connection, InetSocketAddress peer);
    }

    private final ActorSystem<?> system;
    private final WebSettings settings;
    private final WebRoutes routes;
    private final ServerSettings http;
    private final Materializer materializer;

    private WebServer(ActorSystem<?> system, WebSettings settings, Clients clients, WebTexts texts) {
        this.system = system;
        this.settings = settings;
        this.materializer = Materializer.matFromSystem(system);
        this.routes = new WebRoutes(settings, clients, texts, WebPage.load(), materializer);
        ServerSettings defaults = ServerSettings.create(Adapter.toClassic(system));
        this.http = defaults.withServerHeader(Optional.empty())
                .withWebsocketSettings(defaults.getWebsocketSettings()
                        .withPeriodicKeepAliveMaxIdle(
                                Duration.create(settings.idleTimeout().toMillis() / 3, TimeUnit.MILLISECONDS)));
    }

    /**
     * Starts to serve; any thread. The server ends with the actor system, or stops listening by {@link
     * AioTcp.ServerBinding#unbind}.
     *
     * @return where it listens; fails with {@link akka.stream.BindFailedException} if it can't
     */
    public static CompletionStage<AioTcp.ServerBinding> start(
            ActorSystem<?> system, WebSettings settings, Clients clients, WebTexts texts) {
        return start(system, settings, clients, texts, ListenOptions.DEFAULT);
    }

    /** The same with other options, such as {@link ListenOptions#withTls}: then the page is {@code https}. */
    public static CompletionStage<AioTcp.ServerBinding> start(
            ActorSystem<?> system, WebSettings settings, Clients clients, WebTexts texts, ListenOptions options) {
        WebServer server = new WebServer(system, settings, clients, texts);
        return AioTcp.get(system)
                .bind(settings.address(), options.withMaxConnections(settings.maxConnections()), StreamOptions.ACCEPTED)
                .to(Sink.foreach(server::serve))
                .run(server.materializer);
    }

    private void serve(AioTcp.IncomingConnection connection) {
        SharedKillSwitch reset = KillSwitches.shared("reset");
        Flow<HttpRequest, HttpResponse, NotUsed> answers =
                Flow.of(HttpRequest.class).map(request -> routes.answer(request, connection.remoteAddress(), reset));
        try {
            serverLayer()
                    .join(connection
                            .flow()
                            .via(new IdleLimit(settings.idleTimeout()))
                            .via(reset.flow()))
                    .join(answers)
                    .addAttributes(AioTcp.get(system).sameLoop())
                    .run(materializer);
        } catch (RuntimeException failure) {
            // Not of the listener's stream, which others need. The connection is closed by
            // aio.net.tcp.register-timeout.
            system.log().error("no stream for {}", connection.remoteAddress(), failure);
        }
    }

    /** Akka HTTP's server for one connection, which knows nothing of TLS: from responses to requests. */
    private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> serverLayer() {
        BidiFlow<SslTlsOutbound, SslTlsOutbound, SessionBytes, SslTlsInbound, NotUsed> types =
                BidiFlow.fromFunctions(outbound -> outbound, inbound -> inbound);
        return Http.get(Adapter.toClassic(system)).serverLayer(http).atop(types).atop(TLSPlacebo.getInstance());
    }
}
