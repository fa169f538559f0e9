// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

/** A signal can't be watched; the message says why. */
final class SignalRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    SignalRefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** The message. */
    String reason() {
        return reason;
    }
}
