// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

/** A command line that the program does not understand; the message is for the person who typed it. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message + "; --help lists the options");
    }
}
