// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * Which behaviour a loop follows where the reference machine has a quirk. Everything else is the same, in one code; what
 * differs is told, rule by rule, in {@code docs/semantics.md}.
 */
public enum Semantics {
    /** The better behaviour: rules B1 to B13 instead of the quirks. */
    DEFAULT,

    /** The reference machine's behaviour, quirks included; for comparing with its recorded traces. */
    REFERENCE
}
