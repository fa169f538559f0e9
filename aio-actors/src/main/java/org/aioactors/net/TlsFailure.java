// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Why TLS has failed, in one line. */
final class TlsFailure {
    private TlsFailure() {}

    /** The JDK puts what matters into the last cause, such as a certificate's date, and the rest around it. */
    static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = text(failure);
        String last = text(root);
        return (message.contains(last) ? message : message + ": " + last).replaceAll("\\s*\\R\\s*", " ");
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
