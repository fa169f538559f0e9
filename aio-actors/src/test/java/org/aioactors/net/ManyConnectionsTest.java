// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.dispatcher.AioLoop;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;

/** Many connections come and go, and leave nothing behind. */
@EachTransport
class ManyConnectionsTest extends TcpTest {
    private static final int MOST = 2_000;
    private static final int ROUNDS = 3;

    /** What the process has open beside the two ends of each connection, and will. */
    private static final int OTHER_FDS = 500;

    @Override
    String config() {
        return AIO + ".aio.threads = 2\naio.net.tcp.max-connections = 100000";
    }

    /** As many as the limit of open files allows. */
    private static int count() {
        UnixOperatingSystemMXBean process = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long left = process.getMaxFileDescriptorCount() - process.getOpenFileDescriptorCount() - OTHER_FDS;
        return (int) Math.min(MOST, left / 2);
    }

    private int guests() {
        return ((AioDispatcher) kit.system().dispatchers().lookup(DispatcherSelector.fromConfig(AIO)))
                .loops().stream().mapToInt(AioLoop::guests).sum();
    }

    @Test
    void allIsAsItWasBefore() throws IOException {
        TestProbe<Tcp.Event> monitor = probe();
        ActorRef<Tcp.ListenerCommand> listener = kit.spawn(Tcp.serve(
                Tcp.Bind.of(monitor.ref(), loopback(0)).with(ListenOptions.DEFAULT.withBacklog(1_000)),
                ReadmeEcho::echo));
        Tcp.Bound bound = monitor.expectMessageClass(Tcp.Bound.class);
        Map<Integer, String> before = NoFdLeaks.openSockets();
        int count = count();
        assertThat(count).isPositive();
        for (int round = 0; round < ROUNDS; round++) {
            List<SocketChannel> peers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                SocketChannel peer = SocketChannel.open(bound.localAddress());
                peer.write(ByteBuffer.wrap(new byte[] {(byte) i}));
                peers.add(peer);
            }
            for (int i = 0; i < count; i++) {
                ByteBuffer answer = ByteBuffer.allocate(2);
                assertThat(peers.get(i).read(answer)).isEqualTo(1);
                assertThat(answer.get(0)).isEqualTo((byte) i);
            }
            assertThat(guests()).isEqualTo(count);
            for (SocketChannel peer : peers) {
                peer.close();
            }
            Eventually.equal("connections", this::guests, 0);
            NoFdLeaks.expectOnlySockets(before);
        }
        listener.tell(new Tcp.Unbind()); // ends when none of its connections is left
        monitor.expectMessage(PATIENCE, new Tcp.Unbound());
        monitor.expectTerminated(listener, PATIENCE);
    }
}
