// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;

/** Addresses for servers of a test, and connections to those. */
final class LocalServers {
    private LocalServers() {}

    /** One at which nobody listens. */
    static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    /** A server listens soon after its actor was spawned. */
    static Socket connect(InetSocketAddress address) throws IOException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(address);
                return socket;
            } catch (SocketException refused) {
                socket.close();
                if (Instant.now().isAfter(deadline)) {
                    throw refused;
                }
                Thread.onSpinWait();
            }
        }
    }
}
