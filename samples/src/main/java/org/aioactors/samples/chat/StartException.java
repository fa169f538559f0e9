// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import org.jspecify.annotations.Nullable;

/** The server could not start, or can not go on; the message is one line for the person who started it. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    StartException(int exitStatus, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** Returns the status that the program ends with. */
    int exitStatus() {
        return exitStatus;
    }
}
