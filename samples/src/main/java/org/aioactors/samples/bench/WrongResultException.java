// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench;

/** What a dispatcher did is not what it was given to do: a figure would mean nothing. */
public final class WrongResultException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** What was found, and where. */
    public WrongResultException(String message) {
        super(message);
    }

    /** Throws unless the two are the same. */
    public static void unlessSame(String what, long expected, long found) {
        if (expected != found) {
            throw new WrongResultException(what + ": " + found + " instead of " + expected);
        }
    }
}
