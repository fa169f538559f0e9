// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

/** What has become of a watched fd. */
public enum FdReady {
    /** It can be read without blocking: bytes, the end of file, or an error. */
    READABLE,

    /** It can be written without blocking. */
    WRITABLE,

    /** It has hung up, failed, or was closed while it was watched; the next call on it tells how. */
    FAILED
}
