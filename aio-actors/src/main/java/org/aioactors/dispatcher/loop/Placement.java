// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher.loop;

/** On which loop of a dispatcher a new actor is settled or begins, unless it asks for one: {@code aio.placement}. */
public enum Placement {
    /** On each in turn. */
    ROUND_ROBIN,

    /** On the one with the fewest actors. */
    LEAST_LOADED
}
