// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.fdmon;

/**
 * Which behaviour a loop follows where the reference machine has a quirk (rules marked Q). Everything else is the
 * same, in one code.
 */
public enum Semantics {
    /** The better behaviour: rules B1 to B13 instead of the quirks. */
    DEFAULT,

    /** The reference machine's behaviour, quirks included; for comparing with its recorded traces. */
    REFERENCE
}
