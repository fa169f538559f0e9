// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a connection behaves as a stage of a stream.
 *
 * @param halfClose whether our side of the connection may end before the peer's. If so, the stage goes on emitting what
 *     the peer sends after its upstream has completed, until the peer ends its side. If not, it completes downstream as
 *     soon as upstream has completed; what was written still arrives, and what the peer still sends is dropped
 * @param idleTimeout after how long without an element in either direction the stage fails with {@link
 *     akka.stream.scaladsl.TcpIdleTimeoutException}; null is never
 */
public record StreamOptions(boolean halfClose, @Nullable Duration idleTimeout) {
    /** For servers: the connection is closed when the stream has completed. */
    public static final StreamOptions ACCEPTED = new StreamOptions(false, null);

    /** For clients: the answer may take longer than the question. */
    public static final StreamOptions OUTGOING = new StreamOptions(true, null);

    /** Checks the values; throws {@link IllegalArgumentException} for one out of range. */
    public StreamOptions {
        if (idleTimeout != null && (idleTimeout.isNegative() || idleTimeout.isZero())) {
            throw new IllegalArgumentException("idleTimeout must be greater than 0: " + idleTimeout);
        }
    }

    /** Half closes, or not. */
    public StreamOptions withHalfClose(boolean on) {
        return new StreamOptions(on, idleTimeout);
    }

    /** With a limit of idleness. */
    public StreamOptions withIdleTimeout(Duration other) {
        return new StreamOptions(halfClose, other);
    }
}
