// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/**
 * What a network of servers needs of Akka: the same for each network, which is in {@code network.conf}, and where the servers are.
 * Whatever the command line or the file of settings says counts more.
 */
public final class ClusterConfig {
    /** What the actor system of each server is called. */
    public static final String SYSTEM = "chat";

    /** In front of a server's name, as a role of the cluster's member: so the others know it from the first moment. */
    public static final String NAME_ROLE = "name-";

    private static final String BIND_HOST = "akka.remote.artery.bind.hostname";

    private ClusterConfig() {}

    /**
     * Of a configuration; empty if its server stands alone.
     *
     * @throws com.typesafe.config.ConfigException if its section {@code chat} is wrong
     */
    static Config of(Config config) {
        ChatSettings settings = ChatSettings.from(config);
        if (settings.cluster().isEmpty()) {
            return ConfigFactory.empty();
        }
        ServerAddress own = settings.cluster().get(0);
        List<String> seeds = settings.cluster().stream()
                .sorted()
                .map(server -> "akka://" + SYSTEM + "@" + server)
                .toList();
        Map<String, Object> said = Map.of(
                "akka.actor.provider", "cluster",
                "akka.remote.artery.canonical.hostname", own.host(),
                "akka.remote.artery.canonical.port", own.port(),
                "akka.cluster.seed-nodes", seeds,
                "akka.cluster.roles", List.of(NAME_ROLE + settings.identity().name()));
        return ConfigFactory.parseMap(said, "chat.cluster.servers")
                .withFallback(ConfigFactory.parseResources("network.conf"));
    }

    /**
     * Looks the servers up: each must have an address, and the first one of this machine. Blocks, for a name service perhaps.
     *
     * @param config the whole configuration
     * @throws IllegalArgumentException if it is not so; the message is one line for the person who starts the server
     */
    public static void check(Config config, List<ServerAddress> servers) {
        for (ServerAddress server : servers) {
            InetAddress address = lookUp(server);
            if (address.isAnyLocalAddress()) {
                throw new IllegalArgumentException("chat.cluster.servers: " + server
                        + " is no address that others can reach; say the one by which they reach this server");
            }
        }
        // Who listens on another address than others see, behind a router or in a container, says which.
        if (!servers.isEmpty() && config.getString(BIND_HOST).isEmpty() && !isOurs(lookUp(servers.get(0)))) {
            throw new IllegalArgumentException("chat.cluster.servers: " + servers.get(0)
                    + " is no address of this machine; the first is this server's own, as the others reach it (if it listens on"
                    + " another one, say that by -D" + BIND_HOST + ")");
        }
    }

    private static InetAddress lookUp(ServerAddress server) {
        try {
            return InetAddress.getByName(server.host());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("chat.cluster.servers: there is no address for " + server.host());
        }
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            throw new IllegalArgumentException("can't list the addresses of this machine: " + e.getMessage(), e);
        }
    }
}
