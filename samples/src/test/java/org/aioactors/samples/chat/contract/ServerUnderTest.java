// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.aioactors.samples.bench.irc.IrcServers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A server that the contract is checked against. It must limit nobody: the scripts connect and talk faster than people. */
public interface ServerUnderTest extends AutoCloseable {
    /**
     * Starts ours, or the one that the property {@code chat.contract.server} names, {@code ngircd} or {@code inspircd}; skips
     * the test where that is not installed. Blocks until it listens.
     *
     * @param folder where it may write
     * @param configuration which one of ours is to have, empty for the usual one; others are skipped for any other
     */
    static ServerUnderTest start(Path folder, String configuration) throws IOException, InterruptedException {
        String name = System.getProperty("chat.contract.server", "ours");
        if (name.equals("ours")) {
            return OurServer.start(folder, configuration);
        }
        Assumptions.assumeTrue(configuration.isEmpty(), () -> name + " can't be configured as " + configuration);
        Assumptions.assumeTrue(
                IrcServers.installed(name).isPresent(), () -> name + " is not installed: apt-get install " + name);
        return RivalServer.start(name, folder);
    }

    /** What scripts call it that tell where it differs. */
    String name();

    /** Where it listens. */
    InetSocketAddress address();

    /** Whether it has a port for TLS. */
    default boolean hasTls() {
        return false;
    }

    /**
     * Connects to that port.
     *
     * @param certificate the name of a certificate to show, the same for the same name; null for none
     */
    default Socket connectByTls(@Nullable String certificate) throws IOException {
        throw new IOException(name() + " has no port for TLS");
    }

    /** Has it read another configuration; returns before it has. */
    default void take(String configuration) throws IOException {
        throw new IOException(name() + " can't be configured as " + configuration);
    }

    /** The name and the password of an operator, as OPER has them. */
    String operator();

    /** Whether a script that needs what the server does not say it has fails; else it is skipped, with a word. */
    boolean mustHaveAll();

    @Override
    void close() throws IOException;
}
