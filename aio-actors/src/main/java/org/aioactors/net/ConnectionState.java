// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Where a {@link Connection} is in its life. */
enum ConnectionState {
    /** Open, but nobody to tell bytes to: nothing is read. */
    WAITING,
    /** Bytes flow both ways. */
    OPEN,
    /** The peer has closed its side, and the handler wants to go on writing. */
    HALF_CLOSED,
    /** The peer has closed its side; what the handler still answers to what it was told will be written. */
    DRAINING,
    /** Nothing new is written; what is pending goes out first. */
    CLOSING,
    /** The socket is closed and the handler was told; it may not know yet. */
    ENDED
}
