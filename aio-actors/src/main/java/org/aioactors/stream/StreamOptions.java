// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.scaladsl.TcpIdleTimeoutException;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;

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

    /** A flow that fails when it has been idle for too long. */
    <M> Flow<ByteString, ByteString, M> limitIdleTime(Flow<ByteString, ByteString, M> flow) {
        Duration timeout = idleTimeout;
        if (timeout == null) {
            return flow;
        }
        return BidiFlow.<ByteString, ByteString>bidirectionalIdleTimeout(timeout)
                .join(flow, Keep.right())
                .mapError(
                        TimeoutException.class,
                        idle -> new TcpIdleTimeoutException(
                                "no byte in either direction for " + timeout,
                                FiniteDuration.create(timeout.toNanos(), TimeUnit.NANOSECONDS)));
    }
}
