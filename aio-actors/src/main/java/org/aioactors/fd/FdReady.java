// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

/** What has become of a watched fd. */
public enum FdReady {
    /** It can be read without blocking: bytes, the end of file, or an error. */
    READABLE,

    /** It can be written without blocking: there is room, or an error. */
    WRITABLE,

    /** It has urgent data, or another exceptional condition; see {@link FdWatch.Interest#PRIORITY}. */
    PRIORITY,

    /** Its peer will send nothing more, though there may be something left to read; or it is gone. */
    PEER_CLOSED,

    /**
     * It is not open, or it hung up while nothing that could tell was waited for; the next call on it tells. An fd that
     * is closed while it is watched is not always noticed: {@code epoll(7)} forgets it in silence.
     */
    FAILED
}
