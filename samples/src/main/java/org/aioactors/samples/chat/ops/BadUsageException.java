// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

/** A command line that the program does not understand; the message is for the person who typed it. */
public final class BadUsageException extends Exception {
    private static final long serialVersionUID = 1L;

    BadUsageException(String message) {
        super(message + "; --help lists the options");
    }
}
