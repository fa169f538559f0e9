// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.IOException;
import java.net.Socket;

/** How bytes travel between connections and peers. */
public interface TestSecurity {
    /** As they are. */
    TestSecurity NONE = new TestSecurity() {
        @Override
        public ListenOptions listenOptions() {
            return ListenOptions.DEFAULT;
        }

        @Override
        public ConnectOptions connectOptions() {
            return ConnectOptions.DEFAULT;
        }

        @Override
        public Peer connectedPeer(Socket raw) throws IOException {
            return Peer.of(raw);
        }

        @Override
        public Peer acceptedPeer(Socket raw) throws IOException {
            return Peer.of(raw);
        }
    };

    ListenOptions listenOptions();

    ConnectOptions connectOptions();

    /** A peer on a socket that has connected. */
    Peer connectedPeer(Socket raw) throws IOException;

    /** A peer on a socket that was accepted. */
    Peer acceptedPeer(Socket raw) throws IOException;
}
