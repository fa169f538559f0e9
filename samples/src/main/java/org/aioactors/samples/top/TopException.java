// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

/** What the user is told in place of figures. */
final class TopException extends Exception {
    private static final long serialVersionUID = 1;

    private final Status status;

    /** What the program ends with. */
    enum Status {
        /** What was to be watched can't be, or has gone. */
        TARGET(1),
        /** The command line, or the terminal, is not as it must be. */
        USAGE(2);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    TopException(Status status, String message) {
        super(message);
        this.status = status;
    }

    TopException(String message, Throwable cause) {
        super(message, cause);
        status = Status.TARGET;
    }

    Status status() {
        return status;
    }

    /** What there is to say. */
    String text() {
        String message = getMessage();
        return message == null ? toString() : message;
    }
}
