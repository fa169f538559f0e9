// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.net.SocketAddress;

/** What a stream of fds is called in logs and recordings, where others have an address. */
final class FdName extends SocketAddress {
    private static final long serialVersionUID = 1;

    private final String name;

    FdName(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
