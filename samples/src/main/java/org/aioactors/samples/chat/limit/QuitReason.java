// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a server ends a client, in the words that the client and its channels are told; the customary ones, which people know. */
public final class QuitReason {
    /** It sends faster than it may, and more than is kept for it. */
    public static final String EXCESS_FLOOD = "Excess Flood";

    /** It does not read what is sent to it: a write was refused. */
    public static final String SEND_QUEUE = "Max SendQ exceeded";

    /** It has not become a user in time. */
    public static final String REGISTRATION_TIMEOUT = "Registration timed out";

    /** See {@link AddressLimits.Verdict#TOO_MANY}. */
    public static final String TOO_MANY_CONNECTIONS = "Too many connections from your address";

    /** See {@link AddressLimits.Verdict#TOO_FAST}. */
    public static final String THROTTLED = "You connect too fast; try again later";

    /** It has ended its side. */
    public static final String PEER_CLOSED = "Connection closed";

    /** The server could not go on with it: a fault of the server's, which it has logged. */
    public static final String FAULT = "Internal error";

    /** The server ends. */
    public static final String SHUTDOWN = "Server is shutting down";

    private QuitReason() {}

    /** It has not answered a {@code PING}; {@code silence} is how long nothing has come. */
    public static String pingTimeout(Duration silence) {
        return "Ping timeout: " + silence.toSeconds() + " seconds";
    }

    /** It is not welcome. */
    public static String kLined(String reason) {
        return reason.isEmpty() ? "K-Lined" : "K-Lined: " + reason;
    }

    /** Its connection has failed: {@code cause} is that of {@link org.aioactors.net.Tcp.ErrorClosed}. */
    public static String failed(@Nullable String cause) {
        return cause != null && cause.contains("ECONNRESET") ? "Connection reset by peer" : "Read error";
    }

    /** The parameter of {@code ERROR}, the last line that a client gets. */
    public static String closingLink(String host, String reason) {
        return "Closing Link: " + host + " (" + reason + ")";
    }
}
