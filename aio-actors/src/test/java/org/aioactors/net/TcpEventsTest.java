// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a connection in the Flight Recorder. One recording: JDK 17 forgets strings of an earlier one. */
class TcpEventsTest extends TcpTest {
    private static final int LARGE = 1_000_000;

    @TempDir
    Path directory;

    @Override
    String config() {
        return "aio.net.tcp { max-pending-write = 100000, high-water-mark = 50000, low-water-mark = 1000 }";
    }

    private List<RecordedEvent> events(Recording recording, String name) {
        try {
            Path file = directory.resolve("tcp.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("org.aioactors." + name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void acceptsClosesAndHeldWritersAreRecorded() throws IOException {
        try (Recording recording = new Recording()) {
            for (String name : new String[] {"TcpAccept", "TcpClose", "TcpWriterHeld"}) {
                recording.enable("org.aioactors." + name).withThreshold(Duration.ZERO);
            }
            recording.start();
            Tcp.Bound bound = bind();
            Peer peer = connectTo(bound);
            Tcp.Connected connected = accepted();
            TestProbe<Tcp.Event> handler = register(connected);
            peer.send("hello");
            expectReceived(handler, "hello");
            long pending = hold(connected, handler);
            peer.receive(10 * LARGE); // what was accepted
            connected.connection().tell(new Tcp.ResumeWriting());
            handler.expectMessage(PATIENCE, new Tcp.WritingResumed());
            peer.reset();
            Tcp.ErrorClosed closed = handler.expectMessageClass(Tcp.ErrorClosed.class, PATIENCE);
            String local = bound.localAddress().toString();
            String remote = connected.remoteAddress().toString();
            assertThat(events(recording, "TcpAccept")).singleElement().satisfies(event -> {
                assertThat(event.getString("localAddress")).isEqualTo(local);
                assertThat(event.getString("remoteAddress")).isEqualTo(remote);
                assertThat(event.getString("loop")).startsWith("aio-default-dispatcher-");
            });
            assertThat(events(recording, "TcpWriterHeld")).singleElement().satisfies(event -> {
                assertThat(event.getString("remoteAddress")).isEqualTo(remote);
                assertThat(event.getLong("unsentBytes")).isEqualTo(pending);
                assertThat(event.getDuration()).isPositive();
            });
            Eventually.equal("closes", () -> events(recording, "TcpClose").size(), 1);
            assertThat(events(recording, "TcpClose")).singleElement().satisfies(event -> {
                assertThat(event.getString("remoteAddress")).isEqualTo(remote);
                assertThat(event.getString("loop")).startsWith("aio-default-dispatcher-");
                assertThat(event.getString("how")).isEqualTo("ErrorClosed");
                assertThat(event.getString("cause")).isEqualTo(closed.cause());
                assertThat(event.getLong("receivedBytes")).isEqualTo(5);
                assertThat(event.getLong("sentBytes")).isEqualTo(10L * LARGE);
            });
        }
    }

    /** Has a write refused behind one of ten million bytes; returns how many were pending then. */
    private static long hold(Tcp.Connected connected, TestProbe<Tcp.Event> handler) {
        connected.connection().tell(Tcp.Write.of(ByteString.fromArray(new byte[10 * LARGE])));
        connected.connection().tell(Tcp.Write.of(ByteString.fromString("more")));
        String cause = String.valueOf(handler.expectMessageClass(Tcp.CommandFailed.class, PATIENCE)
                .cause()
                .getMessage());
        return Long.parseLong(cause.replaceFirst(".* refused: ([0-9]+) bytes are pending.*", "$1"));
    }
}
