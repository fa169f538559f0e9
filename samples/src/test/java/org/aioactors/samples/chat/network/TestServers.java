// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.util.Collection;

/** For tests without a directory: who there is. */
public final class TestServers {
    private TestServers() {}

    /** All of these, and no others. */
    public static Servers of(Collection<Server> all) {
        Servers servers = new Servers();
        all.forEach(servers::put);
        return servers;
    }

    /** A server is a member of the network, and has not said anything. */
    public static void expect(Servers servers, long node) {
        servers.expect(node);
    }

    /** A server has come. */
    public static void put(Servers servers, Server server) {
        servers.put(server);
    }

    /** A server has gone. */
    public static void remove(Servers servers, long node) {
        servers.remove(node);
    }
}
