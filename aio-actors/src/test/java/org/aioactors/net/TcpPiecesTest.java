// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.MailboxSelector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel gives and takes less than it could: by its calls where sockets are read when they are ready, and everywhere
 * by sockets with the smallest of buffers.
 */
@EachTransport
class TcpPiecesTest extends TcpTest {
    private final TestKernel kernel = new TestKernel();

    private Tcp.Bound bindTo(ActorRef<Tcp.Event> handler) {
        ListenOptions small =
                security().listenOptions().withSocketOptions(TcpSO.sendBufferSize(1), TcpSO.receiveBufferSize(1));
        kit.spawn(
                TcpListener.create(
                        settings(kernel.syscalls()),
                        Tcp.Bind.of(handler, loopback(0)).with(small)),
                MailboxSelector.fromConfig("aio.pinned-mailbox").withDispatcherFromConfig(AIO));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    private void expectEcho(IntSupplier pieces, int size) throws IOException {
        kernel.shorten(pieces);
        Peer peer = connectTo(bindTo(kit.spawn(Echo.server(server.ref()), DispatcherSelector.fromConfig(AIO))));
        byte[] bytes = Noise.bytes(size, size);
        Background<Boolean> sending = Background.start(() -> {
            Random random = new Random(size);
            for (int sent = 0; sent < size; ) {
                int piece = Noise.piece(random, size - sent);
                peer.send(bytes, sent, piece);
                sent += piece;
            }
            peer.shutdownOutput();
            return true;
        });
        assertThat(peer.receive(size)).isEqualTo(bytes);
        peer.expectEnd();
        sending.await();
        server.expectMessage(new Tcp.PeerClosed());
    }

    @Test
    void aByteAtATime() throws IOException {
        expectEcho(() -> 1, 3_000);
    }

    @Test
    void inPiecesOfAnySize() throws IOException {
        Random random = new Random(7);
        expectEcho(() -> 1 + random.nextInt(random.nextInt(3) == 0 ? 70_000 : 100), 300_000);
    }

    @Test
    void aFileToo(@TempDir Path folder) throws IOException {
        Random random = new Random(8);
        kernel.shorten(() -> 1 + random.nextInt(3_000));
        byte[] content = Noise.bytes(200_000, 3);
        Path file = Files.write(folder.resolve("file"), content);
        Peer peer = connectTo(bindTo(server.ref()));
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        write(connected, "before");
        connected.connection().tell(new Tcp.WriteFile(file, 0, content.length, "file"));
        write(connected, "after");
        peer.expect("before");
        assertThat(peer.receive(content.length)).isEqualTo(content);
        peer.expect("after");
        handler.expectMessage(new Tcp.Ack("file"));
    }
}
