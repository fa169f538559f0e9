// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.util.List;

/** What the clients of a load are, and what they do. */
public interface LoadCase {
    /** The name in tables and on command lines. */
    String name();

    /** Whether a clock says when clients send: then servers differ by their latency, and not by how much they do. */
    default boolean isPaced() {
        return false;
    }

    /**
     * Connects the clients, and divides them among the threads of a load. The main thread's, before those are started;
     * blocks.
     *
     * @param port where the server listens on this machine
     * @throws IOException if the server can't be connected to, or does not answer as it must
     */
    void connect(int port, List<LoadThread> threads) throws IOException;
}
