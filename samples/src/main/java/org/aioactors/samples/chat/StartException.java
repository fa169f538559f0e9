// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

/** The server could not start; the message is one line for the person who started it. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    StartException(int exitStatus, String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** Returns the status that the program ends with. */
    int exitStatus() {
        return exitStatus;
    }
}
