// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Why something failed, in the fewest words. */
final class Reason {
    private Reason() {}

    /** RMI and JNDI wrap what happened in what they were about; the innermost is what helps. */
    static String of(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        if (inner instanceof ConnectException) {
            return "connection refused";
        }
        if (inner instanceof UnknownHostException) {
            return "there is no host " + inner.getMessage();
        }
        if (inner instanceof SocketTimeoutException) {
            return "it does not answer";
        }
        String message = inner.getMessage();
        return message == null ? inner.getClass().getSimpleName() : message;
    }
}
