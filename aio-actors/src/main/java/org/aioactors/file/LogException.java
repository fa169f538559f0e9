// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.jspecify.annotations.Nullable;

/** What is wrong with a log: in one line, which names the file or directory. */
public final class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With nothing behind it. */
    public LogException(String message) {
        super(message);
    }

    /** With what it comes from. */
    public LogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
