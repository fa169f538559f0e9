// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.ws.WebSocketUpgrade;
import akka.stream.Materializer;
import akka.stream.SharedKillSwitch;
import akka.util.ByteString;
import java.net.InetSocketAddress;

/** Answers requests. On the loop of the connection; never blocks. */
final class WebRoutes {
    /** The format of what Prometheus reads. */
    private static final ContentType METRICS = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

    private final WebSettings settings;
    private final WebServer.Clients clients;
    private final WebTexts texts;
    private final WebPage page;
    private final Materializer materializer;

    WebRoutes(
            WebSettings settings, WebServer.Clients clients, WebTexts texts, WebPage page, Materializer materializer) {
        this.settings = settings;
        this.clients = clients;
        this.texts = texts;
        this.page = page;
        this.materializer = materializer;
    }

    /**
     * The answer to a request.
     *
     * @param reset ends the connection at once
     */
    HttpResponse answer(HttpRequest request, InetSocketAddress peer, SharedKillSwitch reset) {
        request.discardEntityBytes(materializer);
        HttpResponse answer;
        if (request.method() != HttpMethods.GET && request.method() != HttpMethods.HEAD) {
            answer = text(StatusCodes.METHOD_NOT_ALLOWED, "only GET and HEAD")
                    .addHeader(RawHeader.create("Allow", "GET, HEAD"));
        } else {
            answer = switch (request.getUri().path()) {
                case "/" -> page.response(header(request, "Host"));
                case "/irc" -> irc(request, peer, reset);
                case "/metrics" ->
                    HttpResponse.create()
                            .withEntity(HttpEntities.create(
                                    METRICS,
                                    ByteString.fromString(texts.metrics().get())));
                case "/health" -> health(texts.health().get());
                default -> text(StatusCodes.NOT_FOUND, "there is no such page");
            };
        }
        return answer.addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"));
    }

    private static HttpResponse health(String text) {
        return text(text.startsWith("ok") ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE, text);
    }

    private HttpResponse irc(HttpRequest request, InetSocketAddress peer, SharedKillSwitch reset) {
        WebSocketUpgrade upgrade =
                request.getAttribute(AttributeKeys.webSocketUpgrade).orElse(null);
        if (upgrade == null) {
            return text(StatusCodes.UPGRADE_REQUIRED, "IRC over WebSocket")
                    .addHeader(RawHeader.create("Upgrade", "websocket"));
        }
        if (!mayConnect(request)) {
            return text(StatusCodes.FORBIDDEN, "not for pages of " + header(request, "Origin"));
        }
        for (String protocol : upgrade.getRequestedProtocols()) {
            if (LineMessages.PROTOCOLS.contains(protocol)) {
                return upgrade.handleMessagesWith(
                        LineMessages.flow(settings, bridge(peer, reset), protocol, materializer), protocol);
            }
        }
        return upgrade.handleMessagesWith(
                LineMessages.flow(settings, bridge(peer, reset), LineMessages.TEXT, materializer));
    }

    private Bridge bridge(InetSocketAddress peer, SharedKillSwitch reset) {
        return new Bridge(settings, clients, peer, reset);
    }

    /** Browsers say whose page it is that connects; any page may try, with the user's address. Others say nothing. */
    private boolean mayConnect(HttpRequest request) {
        String origin = header(request, "Origin");
        return origin.isEmpty()
                || origin.substring(origin.indexOf("//") + 2).equalsIgnoreCase(header(request, "Host"))
                || settings.origins().contains(origin)
                || settings.origins().contains("*");
    }

    private static String header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value()).orElse("");
    }

    private static HttpResponse text(StatusCode status, String text) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.TEXT_PLAIN_UTF8, text + "\n");
    }
}
