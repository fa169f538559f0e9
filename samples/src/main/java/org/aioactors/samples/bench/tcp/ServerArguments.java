// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.aioactors.samples.bench.BenchArguments;

/** The command line of a server of this package, and its one line of output. */
public final class ServerArguments {
    /** How many connections may wait to be accepted. */
    static final int BACKLOG = 4096;

    /** How long each message of a fan-out is. */
    private static final int MESSAGE_BYTES = 64;

    private static final String OPTIONS = """
              prints READY and the port when it listens, on this machine only
              --port N             where to listen (0: the kernel chooses)
              --message-bytes N    how long a message is, for a fan-out server (64)
              --tls                encrypts, with a key made for the occasion; for an echo server
            """;

    private final BenchArguments arguments;

    private ServerArguments(BenchArguments arguments) {
        this.arguments = arguments;
    }

    /** Takes the arguments apart; ends the program for {@code --help} and for what is wrong. */
    public static ServerArguments parse(String help, String[] args) {
        return new ServerArguments(BenchArguments.parse(
                help + OPTIONS,
                Set.of("--port", "--message-bytes", "--monitor", "--transport"),
                Set.of("--tls"),
                args));
    }

    String text(String option, String otherwise) {
        return arguments.text(option, otherwise);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), arguments.number("--port", 0));
    }

    int messageBytes() {
        return arguments.number("--message-bytes", MESSAGE_BYTES);
    }

    boolean tls() {
        return arguments.has("--tls");
    }

    void refuse(String message) {
        arguments.refuse(message);
    }

    static void ready(InetSocketAddress address) {
        System.out.println("READY " + address.getPort());
    }
}
