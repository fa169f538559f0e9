// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SockAddr;

/** What becomes of those who connect to a listener. The listener only. */
interface Reception {
    /**
     * One was accepted.
     *
     * @param fd of the connection; it and the share are the reception's, whatever happens
     * @param peer its address, until this returns
     */
    void accepted(Fd fd, SockAddr peer, ListenerLimits.Share share);
}
