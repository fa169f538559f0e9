// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.nio.file.Path;
import org.aioactors.Aio;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.aioactors.net.PassedFds;
import org.aioactors.net.Tcp;
import org.aioactors.net.UnixMessages;
import org.aioactors.net.UnixSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketsTest {
    private final ActorTestKit testKit = ActorTestKit.create();

    @TempDir
    Path folder;

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void itEchoes() {
        Path file = folder.resolve("echo.sock");
        testKit.spawn(LocalEcho.server(file));
        TestProbe<Tcp.Event> client = testKit.createTestProbe();
        UnixSocket.Connected connected = connected(file, client);
        connected.connection().tell(Tcp.Register.of(client.ref()));
        connected.connection().tell(Tcp.Write.of(ByteString.fromString("hello")));
        assertThat(client.expectMessageClass(Tcp.Received.class).data().utf8String())
                .isEqualTo("hello");
    }

    /** As soon as it listens. */
    private UnixSocket.Connected connected(Path file, TestProbe<Tcp.Event> client) {
        while (true) {
            Aio.get(testKit.system()).unixSockets().tell(UnixSocket.Connect.of(client.ref(), UnixAddress.of(file)));
            if (client.receiveMessage() instanceof UnixSocket.Connected connected) {
                return connected;
            }
        }
    }

    @Test
    void aDescriptorIsReceived() {
        Path file = folder.resolve("fds.sock");
        TestProbe<Fd> owner = testKit.createTestProbe();
        testKit.spawn(FdReceiver.create(file, owner.ref()));
        TestProbe<UnixMessages.Event> sender = testKit.createTestProbe();
        UnixMessages.Opened opened = null;
        while (opened == null) {
            Aio.get(testKit.system()).unixMessages().tell(UnixMessages.Open.to(sender.ref(), UnixAddress.of(file)));
            if (sender.receiveMessage() instanceof UnixMessages.Opened answer) {
                opened = answer;
            }
        }
        Fd fd = UnixSockets.open(Syscalls.linux(), Sockets.SOCK_STREAM, "passed");
        opened.socket().tell(UnixMessages.Send.of(ByteString.fromString("x")).withFds(PassedFds.of(fd)));
        try (Fd received = owner.expectMessageClass(Fd.class)) {
            assertThat(received.isOpen()).isTrue();
            assertThat(fd.isOpen()).isFalse();
        }
    }
}
