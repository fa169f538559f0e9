// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

/** What is no message between servers: bytes that say none, or a value that can't be sent. The message says what is wrong. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
