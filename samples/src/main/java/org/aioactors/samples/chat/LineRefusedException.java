// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

/** A client sent what the server does not take. Without a stack trace: it is no fault of the program. */
final class LineRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    LineRefusedException(String why) {
        super(why, null, false, false);
    }

    /** Returns why, in words for the client. */
    String why() {
        return String.valueOf(getMessage());
    }
}
