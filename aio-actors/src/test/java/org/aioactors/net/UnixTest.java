// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.nio.file.Path;
import org.aioactors.Aio;
import org.aioactors.aio.linux.UnixAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of Unix sockets share. */
abstract class UnixTest extends TcpTest {
    @TempDir
    Path folder;

    Path file;
    UnixAddress address;

    @BeforeEach
    void choose() {
        file = folder.resolve("test.sock");
        address = UnixAddress.of(file);
    }

    ActorRef<UnixSocket.Command> unix() {
        return Aio.get(kit.system()).unixSockets();
    }

    ActorRef<UnixMessages.Command> messages() {
        return Aio.get(kit.system()).unixMessages();
    }

    TestProbe<UnixMessages.Event> messageProbe() {
        return kit.createTestProbe();
    }

    UnixSocket.Bound bindUnix(UnixAddress where) {
        unix().tell(UnixSocket.Bind.of(server.ref(), where));
        return server.expectMessageClass(UnixSocket.Bound.class);
    }

    /** Connects; what was accepted is told to the server. */
    UnixSocket.Connected connectUnix(TestProbe<Tcp.Event> client, UnixAddress where) {
        unix().tell(UnixSocket.Connect.of(client.ref(), where));
        return client.expectMessageClass(UnixSocket.Connected.class);
    }

    TestProbe<Tcp.Event> register(UnixSocket.Connected connected) {
        TestProbe<Tcp.Event> handler = probe();
        connected.connection().tell(Tcp.Register.of(handler.ref()));
        return handler;
    }
}
