// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.aioactors.samples.chat.contract.IrcClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that the others could not hear for so long that they have gone on without it: it ends itself, and can come back. */
@Tag("soak")
class CutOffServerTest {
    private static final int EXIT_FAILED = 1;
    private static final Pattern ENDED = Pattern.compile("^chat: .* have gone on without this one");
    private static final Pattern UNREACHABLE = Pattern.compile("irc2.example.org .* can't be reached");
    private static final List<String> CHANNELS = List.of("#a", "#b", "#c", "#d", "#e", "#f");

    private final List<ServerProcess> servers = new ArrayList<>();
    private List<Integer> ports;

    @BeforeEach
    void start() throws Exception {
        ports = ServerProcess.freePorts(3);
        for (int i = 0; i < 3; i++) {
            servers.add(startServer(i));
        }
    }

    @AfterEach
    void stop() {
        servers.forEach(ServerProcess::close);
    }

    private ServerProcess startServer(int i) throws IOException {
        return ServerProcess.start("irc" + i + ".example.org", ports.get(i), ports);
    }

    @Test
    void it_ends_itself_with_a_word_and_comes_back() throws Exception {
        ServerProcess stopped = servers.get(2);
        try (Crowd crowd = new Crowd("c", servers, stopped, CHANNELS)) {
            crowd.talk(10);
            crowd.mayDie();
            long stoppedNs = System.nanoTime();
            stopped.signal("STOP");
            assertThat(crowd.awaitQuits(stoppedNs)).isLessThan(Duration.ofSeconds(15));
            crowd.awaitMore(10);
            stopped.signal("CONT");
            assertThat(stopped.awaitEnd()).isEqualTo(EXIT_FAILED);
            assertThat(stopped.await(ENDED, Duration.ofSeconds(1))).isNotNull();
            crowd.settle();
        }
        servers.set(2, startServer(2));
        try (IrcClient here = IrcClient.register(servers.get(2).irc(), "here");
                IrcClient there = IrcClient.register(servers.get(0).irc(), "there")) {
            there.send("JOIN #a");
            there.await("366 …*");
            here.send("JOIN #a");
            there.await(":here JOIN #a");
        }
    }

    @Test
    void one_that_is_held_up_for_a_moment_goes_on_and_nothing_is_lost() throws Exception {
        ServerProcess stopped = servers.get(2);
        try (Crowd crowd = new Crowd("m", servers, null, CHANNELS)) {
            crowd.talk(10);
            stopped.signal("STOP");
            servers.get(0).await(UNREACHABLE, Duration.ofSeconds(20));
            stopped.signal("CONT");
            crowd.awaitMore(10); // also of those who are on it
            crowd.settle();
        }
    }
}
