// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.aioactors.AioProps;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.ops.MetricsText;
import org.aioactors.samples.chat.session.Session;
import org.aioactors.samples.chat.session.Transport;
import org.aioactors.samples.chat.web.WebServer;
import org.aioactors.samples.chat.web.WebSettings;
import org.aioactors.samples.chat.web.WebTexts;
import org.aioactors.stream.AioTcp;

/** The chat's sessions for browsers. */
final class ChatWeb {
    private static final AtomicLong OPENED = new AtomicLong();

    private ChatWeb() {}

    /** Starts to listen where a bind says. */
    static CompletionStage<AioTcp.ServerBinding> start(ActorSystem<?> system, ServerParts parts, Tcp.Bind bind) {
        WebTexts texts =
                new WebTexts(() -> MetricsText.of(MetricsText.Figures.of(system, parts.figures())), () -> "ok\n");
        return WebServer.start(
                system,
                WebSettings.at(bind.localAddress()),
                (connection, peer) -> open(system, parts, connection, peer),
                texts,
                bind.options());
    }

    /** On the loop of the WebSocket's connection, where its session is to live as well. */
    private static ActorRef<Tcp.Event> open(
            ActorSystem<?> system,
            ServerParts parts,
            ActorRef<Tcp.ConnectionCommand> connection,
            InetSocketAddress peer) {
        AioLoop loop = AioLoop.currentFor("a WebSocket's session");
        Tcp.Connected connected = new Tcp.Connected(peer, peer, connection, AioProps.onLoop(loop), null);
        return system.systemActorOf(
                Session.create(parts.sessions(), connected, Transport.WEB),
                "chat-web-" + OPENED.incrementAndGet(),
                AioProps.onLoop(loop));
    }
}
