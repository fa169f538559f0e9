// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

/** A file that nothing can be told of; the message says why, and what to do. */
final class RecordingException extends Exception {
    private static final long serialVersionUID = 1;

    RecordingException(String message) {
        super(message);
    }
}
