// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;

/**
 * The limits of the web server. Immutable.
 *
 * @param address where to listen; port 0 lets the kernel choose
 * @param origins whose pages may use the WebSocket beside our own, such as {@code https://chat.example.org}; {@code *} is all
 * @param maxConnections others wait until one has ended. A client takes some 70 KiB, most of it in the buffers of Akka HTTP
 * @param maxMessageBytes a client that sends a longer WebSocket message is disconnected
 * @param maxPendingBytes what a client may leave unread, beside the buffers of HTTP and the kernel; what is more is refused
 * @param idleTimeout a connection without a byte for so long is ended. A WebSocket is pinged after a third of that, so that only
 *     a client that is gone is idle
 */
public record WebSettings(
        InetSocketAddress address,
        Set<String> origins,
        int maxConnections,
        int maxMessageBytes,
        int maxPendingBytes,
        Duration idleTimeout) {
    /** Copies the origins; checks the values; throws {@link IllegalArgumentException} if one is out of range. */
    public WebSettings {
        origins = Set.copyOf(origins);
        if (maxConnections < 1 || maxMessageBytes < 1 || maxPendingBytes < 1) {
            throw new IllegalArgumentException("the limits of the web server must be at least 1");
        }
        if (idleTimeout.compareTo(Duration.ofSeconds(3)) < 0) {
            throw new IllegalArgumentException("the idle timeout must be at least 3 s: " + idleTimeout);
        }
    }

    /** The defaults: 1,000 connections, messages of 16 KiB, 1 MiB unread, two minutes. */
    public static WebSettings at(InetSocketAddress address) {
        return new WebSettings(address, Set.of(), 1_000, 16 << 10, 1 << 20, Duration.ofMinutes(2));
    }

    /** With other origins. */
    public WebSettings withOrigins(Set<String> others) {
        return new WebSettings(address, others, maxConnections, maxMessageBytes, maxPendingBytes, idleTimeout);
    }
}
