// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.aioactors.samples.bench.irc.IrcServers;
import org.aioactors.samples.bench.tcp.ServerProcess;

/** A server of Debian's, in a process of its own; it shows that the scripts ask for what others do as well. */
final class RivalServer implements ServerUnderTest {
    private final ServerProcess process;

    private RivalServer(ServerProcess process) {
        this.process = process;
    }

    /** Starts it with a configuration in a folder; blocks until it listens. */
    static RivalServer start(String name, Path folder) throws IOException, InterruptedException {
        String more = "";
        try (InputStream stream = RivalServer.class.getResourceAsStream(name + "-more.conf")) {
            if (stream != null) {
                more = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        return new RivalServer(new IrcServers(folder, more).start(name));
    }

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), process.port());
    }

    @Override
    public String operator() {
        return "root secret";
    }

    @Override
    public boolean mustHaveAll() {
        return false;
    }

    @Override
    public void close() {
        process.close();
    }
}
