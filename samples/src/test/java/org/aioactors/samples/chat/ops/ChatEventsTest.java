// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.aioactors.samples.chat.ChatServer;
import org.aioactors.samples.chat.contract.IrcClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of JFR has of a server. */
class ChatEventsTest {
    private static final String END = "org.aioactors.chat.SessionEnd";
    private static final String LOAD = "org.aioactors.chat.ServerLoad";

    @TempDir
    private Path folder;

    private final BlockingQueue<RecordedEvent> events = new LinkedBlockingQueue<>();
    private ChatServer server;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(
                folder.resolve("chat.conf"), "chat { name = events.local, port = 0, web-port = off }");
        server = ChatServer.start(new ConfigSource(Map.of(), file));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private IrcClient register(String nick) throws Exception {
        int port = server.addresses().get("irc").getPort();
        return IrcClient.register(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), nick);
    }

    /** The next that is recorded; JFR hands them out once a second. */
    private RecordedEvent next() throws InterruptedException {
        RecordedEvent event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("an event within 20 s").isNotNull();
        return event;
    }

    @Test
    void who_has_gone_and_why() throws Exception {
        IrcClient before = register("before");
        try (RecordingStream recording = new RecordingStream()) {
            recording.enable(END);
            recording.onEvent(END, events::add);
            recording.setReuse(false);
            recording.startAsync();
            before.send("PING one");
            before.await("PONG …*");
            before.send("QUIT :Enough");
            before.expectEnd();
            RecordedEvent end = next();
            assertThat(end.getString("nick")).isEqualTo("before");
            assertThat(end.getString("address")).isEqualTo("127.0.0.1");
            assertThat(end.getString("transport")).isEqualTo("PLAIN");
            assertThat(end.getString("reason")).isEqualTo("Quit: Enough");
            assertThat(end.getLong("lines")).as("NICK, USER, PING twice, QUIT").isEqualTo(5);
            assertThat(end.getDuration("connectedFor")).isPositive().isLessThan(Duration.ofMinutes(1));
        }
        before.close();
    }

    @Test
    void what_the_server_has_to_do() throws Exception {
        try (IrcClient one = register("one");
                IrcClient two = register("two")) {
            for (IrcClient client : List.of(one, two)) {
                client.send("JOIN #c");
                client.await("366 …*");
            }
            try (RecordingStream recording = new RecordingStream()) {
                recording.enable(LOAD).withPeriod(Duration.ofMillis(100));
                recording.onEvent(LOAD, events::add);
                recording.setReuse(false);
                recording.startAsync();
                next(); // so that the rates are of what is said from now on
                one.send("PRIVMSG #c :Hello");
                two.await("PRIVMSG …*");
                RecordedEvent load = next();
                while (load.getDouble("deliveriesPerSecond") == 0) {
                    load = next();
                }
                assertThat(load.getString("server")).isEqualTo("events.local");
                assertThat(load.getInt("users")).isEqualTo(2);
                assertThat(load.getInt("connections")).isEqualTo(2);
                assertThat(load.getInt("channels")).isBetween(1, 2);
            }
        }
    }

    @Test
    void a_server_that_has_ended_is_recorded_no_more() throws Exception {
        server.close();
        try (RecordingStream recording = new RecordingStream()) {
            recording.enable(LOAD).withPeriod(Duration.ofMillis(20));
            recording.enable("jdk.CPULoad").withPeriod(Duration.ofMillis(200));
            recording.onEvent(LOAD, events::add);
            BlockingQueue<RecordedEvent> clock = new LinkedBlockingQueue<>();
            recording.onEvent("jdk.CPULoad", clock::add);
            recording.setReuse(false);
            recording.startAsync();
            for (int i = 0; i < 3; i++) {
                assertThat(clock.poll(20, TimeUnit.SECONDS)).as("JFR records").isNotNull();
            }
            assertThat(events).isEmpty();
        }
    }
}
