// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import com.typesafe.config.ConfigException;

/** Failures in one line, for who has started the program. */
public final class OneLine {
    private OneLine() {}

    /** Akka and JNA wrap the failure that names the reason in others that name a class: the innermost says it. */
    public static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ConfigException)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
