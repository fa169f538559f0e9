// SPDX-License-Identifier: Apache-2.0
package org.aioactors.stream;

import akka.stream.BindFailedException;
import akka.stream.StreamTcpException;
import akka.stream.SubscriptionWithCancelException;
import org.jspecify.annotations.Nullable;

/** Why a stage fails, in Akka's types. Any thread. */
final class Failures {
    private Failures() {}

    /** Akka's own has no place for the reason. */
    private static final class Bind extends BindFailedException {
        private static final long serialVersionUID = 1;

        private final String reason;

        Bind(String reason) {
            this.reason = reason;
        }

        @Override
        public String getMessage() {
            return "bind failed: " + reason;
        }
    }

    static BindFailedException bind(Throwable cause) {
        BindFailedException failure = new Bind(String.valueOf(cause.getMessage()));
        failure.initCause(cause);
        return failure;
    }

    static StreamTcpException connect(Throwable cause) {
        return tcp("connecting failed: " + cause.getMessage(), cause);
    }

    static StreamTcpException tcp(String message) {
        return new StreamTcpException(message);
    }

    static StreamTcpException tcp(String message, @Nullable Throwable cause) {
        StreamTcpException failure = new StreamTcpException(message);
        failure.initCause(cause);
        return failure;
    }

    /** Whether downstream has failed, and has not just had enough. */
    static boolean isFailure(Throwable cancellation) {
        return !(cancellation instanceof SubscriptionWithCancelException.NonFailureCancellation);
    }
}
