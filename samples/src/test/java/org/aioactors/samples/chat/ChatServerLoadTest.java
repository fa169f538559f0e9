// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Many clients at once: every line exactly once and in order, and nothing left open afterwards. */
class ChatServerLoadTest {
    @Test
    void two_hundred_clients_with_a_hundred_lines_each_in_rooms_of_ten() throws Exception {
        try (ChatServer server = ChatServer.start(ChatServerTest.anyPort())) {
            int openBefore = OpenSockets.count();
            String port = String.valueOf(server.address().getPort());
            LoadReport report = ChatLoad.run(
                    LoadOptions.parse("--port", port, "--connections", "200", "--lines", "100", "--room", "10"));
            assertThat(report.violations()).isEmpty();
            assertThat(report.receivedCount()).isEqualTo(200 * 100 * 9);
            OpenSockets.awaitCount(openBefore);
        }
    }
}
