// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aioactors.aio.FreshJvm;
import org.aioactors.samples.chat.contract.IrcClient;
import org.junit.jupiter.api.Test;

/** A server with little memory, and many clients that read nothing while others send them more than it could keep. */
class HostileMemoryTest {
    private static final int SLOW = 50;
    private static final Pattern LISTENING =
            Pattern.compile("irc://127\\.0\\.0\\.1:(\\d+), http://127\\.0\\.0\\.1:(\\d+)");

    @Test
    void fifty_who_never_read_are_dropped_at_128_MiB() throws Exception {
        Process process = new ProcessBuilder(FreshJvm.command(
                        ChatServer.class,
                        List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
                        "--port",
                        "0",
                        "--web-port",
                        "0",
                        "-Dchat.limits.lines=1000000",
                        "-Dchat.limits.line-every=0s"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            Matcher ports = LISTENING.matcher("");
            for (String line = out.readLine();
                    !ports.reset(String.valueOf(line)).find();
                    line = out.readLine()) {
                assertThat(line).as("what the server says before it listens").isNotNull(); // it may log
            }
            fill(address(ports.group(1)), address(ports.group(2)));
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static InetSocketAddress address(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    private static void fill(InetSocketAddress irc, InetSocketAddress web) throws Exception {
        List<HostileSocket> slow = new ArrayList<>();
        try (IrcClient hearer = IrcClient.register(irc, "hearer");
                IrcClient speaker = IrcClient.register(irc, "speaker")) {
            hearer.send("JOIN #slow");
            hearer.await("366 …*");
            for (int i = 0; i < SLOW; i++) {
                slow.add(HostileSocket.register(irc, "slow" + i, "JOIN #slow"));
                hearer.expect(":slow" + i + " JOIN #slow");
            }
            // To each a line of its own: what is said on a channel would be kept once for all of them.
            String text = " :" + "x".repeat(440);
            List<String> quits = new ArrayList<>();
            for (int i = 0; quits.size() < SLOW; i++) {
                int first = i * 4 % SLOW;
                speaker.send("PRIVMSG slow" + first + ",slow" + (first + 1) % SLOW + ",slow" + (first + 2) % SLOW
                        + ",slow" + (first + 3) % SLOW + text);
                if (i % 100 == 0) {
                    speaker.drain();
                    quits.addAll(heard(hearer));
                }
            }
            assertThat(quits).allMatch(quit -> quit.endsWith(" QUIT :Max SendQ exceeded"));
            speaker.drain();
            hearer.expectNothing();
            assertThat(HostileServer.metric(web, "chat_dropped_total")).isEqualTo(SLOW);
            HostileServer.await("two users", () -> HostileServer.count(web, "chat_users") == 2);
        } finally {
            for (HostileSocket each : slow) {
                each.close();
            }
        }
    }

    /** Those who have quit so far. */
    private static List<String> heard(IrcClient client) throws IOException {
        List<String> lines = new ArrayList<>();
        client.send("PING now");
        for (String line = client.expect("QUIT|PONG …*");
                !line.contains(" PONG ");
                line = client.expect("QUIT|PONG …*")) {
            lines.add(line);
        }
        return lines;
    }
}
