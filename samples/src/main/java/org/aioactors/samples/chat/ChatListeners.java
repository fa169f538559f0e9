// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.Behavior;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.aioactors.net.ListenOptions;
import org.aioactors.net.Tcp;
import org.aioactors.samples.chat.ops.ChatSettings;
import org.aioactors.samples.chat.ops.Listeners.Listener;
import org.aioactors.samples.chat.ops.ServerTls;
import org.jspecify.annotations.Nullable;

/** Where the server listens. */
final class ChatListeners {
    private ChatListeners() {}

    /**
     * Plain, by TLS and by HTTP, as the settings have it.
     *
     * @param server makes the one of IRC
     * @param web makes the one of HTTP
     */
    static List<Listener> of(
            ChatSettings settings,
            @Nullable ServerTls tls,
            Function<Tcp.Bind, Behavior<Tcp.ListenerCommand>> server,
            Function<Tcp.Bind, Behavior<Tcp.ListenerCommand>> web) {
        ChatSettings.Listening listening = settings.listening();
        ListenOptions options = ListenOptions.DEFAULT.withBacklog(listening.backlog());
        List<Listener> listeners = new ArrayList<>();
        if (listening.port() != null) {
            listeners.add(new Listener("irc", address(listening, listening.port()), options, server));
        }
        if (listening.tlsPort() != null && tls != null) {
            InetSocketAddress address = address(listening, listening.tlsPort());
            listeners.add(new Listener("ircs", address, options.withTls(tls.tls()), server));
        }
        if (listening.webPort() != null) {
            listeners.add(new Listener("web", address(listening, listening.webPort()), options, web));
        }
        return listeners;
    }

    /** Looks a host name up, which may block: at the start, before anybody waits. */
    private static InetSocketAddress address(ChatSettings.Listening listening, int port) {
        InetSocketAddress address = new InetSocketAddress(listening.host(), port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("chat.host: there is no address for " + listening.host());
        }
        return address;
    }
}
