// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import org.aioactors.net.Tcp;

/** How a client is connected. */
public enum Transport {
    /** By TCP. */
    PLAIN,
    /** By TLS over TCP. */
    TLS,
    /** By a WebSocket. */
    WEB;

    /** That of a connection of a listener for IRC. */
    public static Transport of(Tcp.Connected connected) {
        return connected.tls() == null ? PLAIN : TLS;
    }
}
