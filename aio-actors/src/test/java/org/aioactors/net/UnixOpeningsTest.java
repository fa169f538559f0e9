// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.fd.NoFdLeaks;
import org.aioactors.fd.Openings;
import org.junit.jupiter.api.Test;

/** What thousands of openings leave open: nothing. */
class UnixOpeningsTest extends UnixTest {
    private static final int OPENINGS = Openings.count(3_000);
    private static final int AT_ONCE = 50;

    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        }
    }

    /** Has it opened and closed so many at a time, again and again. */
    private static void repeat(Runnable openSome) throws IOException {
        openSome.run();
        openSome.run();
        Map<Integer, String> before = NoFdLeaks.openSockets();
        long mappings = mappings();
        for (int i = 0; i < OPENINGS; i += AT_ONCE) {
            openSome.run();
        }
        NoFdLeaks.expectOnlySockets(before);
        assertThat(mappings()).as("mappings").isLessThan(mappings + 100);
    }

    @Test
    void ofStreams() throws IOException {
        bindUnix(address);
        TestProbe<Tcp.Event> client = probe();
        TestProbe<Tcp.Event> handler = probe();
        repeat(() -> {
            for (int i = 0; i < AT_ONCE; i++) {
                unix().tell(UnixSocket.Connect.of(client.ref(), address));
            }
            for (int i = 0; i < AT_ONCE; i++) {
                client.expectMessageClass(UnixSocket.Connected.class)
                        .connection()
                        .tell(Tcp.Register.of(handler.ref()));
                UnixSocket.Connected accepted = server.expectMessageClass(UnixSocket.Connected.class);
                accepted.connection().tell(Tcp.Register.of(handler.ref()));
                accepted.connection().tell(new Tcp.Close());
            }
            for (int i = 0; i < 2 * AT_ONCE; i++) {
                handler.expectMessageClass(Tcp.ConnectionClosed.class, PATIENCE);
            }
        });
    }

    @Test
    void ofConnectionsWithMessages() throws IOException {
        TestProbe<UnixMessages.Event> accepting = messageProbe();
        messages().tell(UnixMessages.Listen.of(accepting.ref(), address));
        accepting.expectMessageClass(UnixMessages.Listening.class);
        TestProbe<UnixMessages.Event> client = messageProbe();
        TestProbe<UnixMessages.Event> handler = messageProbe();
        repeat(() -> {
            for (int i = 0; i < AT_ONCE; i++) {
                messages().tell(UnixMessages.Connect.of(client.ref(), address));
            }
            for (int i = 0; i < AT_ONCE; i++) {
                client.expectMessageClass(UnixMessages.Connected.class)
                        .socket()
                        .tell(new UnixMessages.Register(handler.ref()));
                UnixMessages.Connected accepted = accepting.expectMessageClass(UnixMessages.Connected.class);
                accepted.socket().tell(new UnixMessages.Register(handler.ref()));
                accepted.socket().tell(new UnixMessages.Close());
            }
            for (int i = 0; i < 2 * AT_ONCE; i++) {
                handler.expectMessageClass(UnixMessages.Closed.class, PATIENCE);
            }
        });
    }

    @Test
    void ofDatagrams() throws IOException {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        repeat(() -> {
            for (int i = 0; i < AT_ONCE; i++) {
                UnixAddress each = UnixAddress.of(folder.resolve(i + ".sock"));
                messages().tell(UnixMessages.Open.of(handler.ref(), each));
            }
            for (int i = 0; i < 2 * AT_ONCE; i++) {
                if (handler.receiveMessage(PATIENCE) instanceof UnixMessages.Opened opened) {
                    opened.socket().tell(new UnixMessages.Close());
                }
            }
        });
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
