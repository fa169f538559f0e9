// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.wire;

/** How the values of one type are written and read; each takes at least a byte. Any thread. */
interface Codec {
    /**
     * Writes a value of the type.
     *
     * @throws WireException if something in it can't be sent
     */
    void write(WireOutput out, Object value);

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws WireException if that is something else
     */
    Object read(WireInput in);
}
