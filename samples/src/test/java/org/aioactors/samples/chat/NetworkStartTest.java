// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.aioactors.samples.chat.ops.ConfigSource;
import org.junit.jupiter.api.Test;

/** A server of a network starts, or says in one line why not. */
class NetworkStartTest {
    private static ConfigSource source(String name, String servers) {
        return new ConfigSource(
                Map.of("chat.name", name, "chat.cluster.servers", servers, "chat.port", "0", "chat.web-port", "off"),
                null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static StartException refusal(ConfigSource source) {
        return catchThrowableOfType(
                StartException.class, () -> ChatServer.start(source).close());
    }

    @Test
    void the_second_of_one_name_is_refused_and_the_first_goes_on() throws Exception {
        String one = "127.0.0.1:" + freePort();
        String two = "127.0.0.1:" + freePort();
        String first = one.compareTo(two) < 0 ? one : two;
        String second = first.equals(one) ? two : one;
        try (ChatServer server = ChatServer.start(source("irc.example.org", first + "," + second))) {
            StartException refusal = refusal(source("irc.example.org", second + "," + first));
            assertThat(refusal).hasMessageContaining("same name").hasMessageContaining("--name");
            assertThat(refusal.exitStatus()).isEqualTo(ChatServer.EXIT_CONFIGURATION);
            try (ChatServer other = ChatServer.start(source("irc2.example.org", second + "," + first))) {
                assertThat(other.addresses().get("irc").getPort()).isPositive();
            }
            assertThat(server.addresses()).containsKey("irc");
        }
    }

    @Test
    void a_port_for_the_other_servers_that_somebody_has_is_said() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String own = "127.0.0.1:" + taken.getLocalPort();
            StartException refusal = refusal(source("irc.example.org", own));
            assertThat(refusal).hasMessageContaining(own).hasMessageContaining("in use");
            assertThat(refusal.exitStatus()).isEqualTo(ChatServer.EXIT_FAILED);
        }
    }

    @Test
    void a_server_without_an_address_is_said() {
        StartException refusal = refusal(source("irc.example.org", "no-such-host.invalid:2551"));
        assertThat(refusal).hasMessageContaining("there is no address for no-such-host.invalid");
        assertThat(refusal.exitStatus()).isEqualTo(ChatServer.EXIT_FAILED);
    }

    @Test
    void an_address_of_another_machine_is_refused() {
        StartException refusal = refusal(source("irc.example.org", "192.0.2.1:2551"));
        assertThat(refusal).hasMessageContaining("no address of this machine");
        assertThat(refusal.exitStatus()).isEqualTo(ChatServer.EXIT_FAILED);
    }
}
