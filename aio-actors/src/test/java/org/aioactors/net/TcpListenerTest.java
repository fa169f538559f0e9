// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Map;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;

/** From Bind to Unbind. */
class TcpListenerTest extends TcpTest {
    private Tcp.CommandFailed bindInVain(InetSocketAddress address) {
        Tcp.Bind bind = Tcp.Bind.of(server.ref(), address);
        tcp().tell(bind);
        Tcp.CommandFailed failed = server.expectMessageClass(Tcp.CommandFailed.class);
        assertThat(failed.command()).isSameAs(bind);
        assertThat(failed.cause()).isInstanceOf(SyscallException.class);
        return failed;
    }

    @Test
    void aPortInUseIsRefused() {
        InetSocketAddress address = bind().localAddress();
        Map<Integer, String> before = NoFdLeaks.openSockets();
        Tcp.CommandFailed failed = bindInVain(address);
        assertThat(failed.cause())
                .hasMessage("bind(127.0.0.1:" + address.getPort() + "): EADDRINUSE (Address already in use)");
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() throws IOException {
        // 192.0.2.0/24 is for documentation, RFC 5737
        Tcp.CommandFailed failed =
                bindInVain(new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 1234));
        assertThat(failed.cause()).hasMessage("bind(192.0.2.1:1234): EADDRNOTAVAIL (Cannot assign requested address)");
    }

    @Test
    void anUnknownHostIsRefusedAtOnce() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 80);
        assertThatThrownBy(() -> Tcp.Bind.of(server.ref(), unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown host: no-such-host.invalid");
    }

    @Test
    void aBacklogBelowOneIsRefusedAtOnce() {
        assertThatThrownBy(() -> Tcp.Bind.of(server.ref(), loopback(0)).with(ListenOptions.DEFAULT.withBacklog(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backlog must be at least 1: 0");
    }

    @Test
    void unbindFreesThePort() throws IOException {
        Tcp.Bound bound = bind();
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        new ServerSocket(bound.localAddress().getPort(), 1, InetAddress.getLoopbackAddress()).close();
        server.expectTerminated(bound.listener());
    }

    @Test
    void connectionsOutliveTheirListener() throws IOException {
        Tcp.Bound bound = bind();
        Peer peer = connectTo(bound);
        Tcp.Connected connected = accepted();
        TestProbe<Tcp.Event> handler = register(connected);
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        expectRefused(bound.localAddress());
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        ActorRef<Object> listener = bound.listener().unsafeUpcast();
        for (TcpListener.Signal late : TcpListener.Signal.values()) {
            if (late != TcpListener.Signal.HANDLER_STOPPED) {
                listener.tell(late); // changes nothing
            }
        }
        peer.send("ping");
        expectReceived(handler, "ping");
        write(connected, "pong");
        peer.expect("pong");
        peer.close();
        handler.expectMessage(new Tcp.PeerClosed());
        server.expectTerminated(bound.listener());
        server.expectNoMessage();
    }

    @Test
    void aConnectionNotRegisteredYetOutlivesItsListenerToo() throws IOException {
        Tcp.Bound bound = bind();
        Peer peer = connectTo(bound);
        Tcp.Connected connected = accepted();
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        peer.send("ping");
        expectReceived(register(connected), "ping");
    }

    private static void expectRefused(InetSocketAddress address) {
        assertThatThrownBy(() -> Peer.connect(address).close())
                .isInstanceOf(ConnectException.class)
                .hasMessage("Connection refused");
    }

    @Test
    void itStopsListeningWithItsHandler() throws IOException {
        TestProbe<Tcp.Event> mortal = probe();
        tcp().tell(Tcp.Bind.of(mortal.ref(), loopback(0)));
        Tcp.Bound bound = mortal.expectMessageClass(Tcp.Bound.class);
        Peer peer = connectTo(bound);
        TestProbe<Tcp.Event> handler = register(mortal.expectMessageClass(Tcp.Connected.class));
        mortal.stop();
        awaitRefused(bound.localAddress());
        peer.send("still here");
        expectReceived(handler, "still here");
        peer.close();
        handler.expectMessage(new Tcp.PeerClosed());
    }

    /** The listener hears of its handler's end some time after it. */
    private static void awaitRefused(InetSocketAddress address) throws IOException {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadlineNs < 0) {
            try {
                Peer.connect(address).close();
            } catch (ConnectException refused) {
                return;
            } catch (SocketException reset) {
                // it was in the backlog when the listener was closed
                assertThat(reset).hasMessageContaining("reset");
            }
        }
        throw new AssertionError(address + " still accepts connections");
    }

    @Test
    void aHandlerThatHasEndedBeforeGetsNoListener() {
        TestProbe<Tcp.Event> dead = probe();
        dead.stop();
        server.expectTerminated(dead.ref());
        Map<Integer, String> before = NoFdLeaks.openSockets();
        ActorRef<Tcp.ListenerCommand> listener = kit.spawn(
                TcpListener.create(TcpSettings.of(systemConfig()), Tcp.Bind.of(dead.ref(), loopback(0))),
                DispatcherSelector.fromConfig(AIO));
        server.expectTerminated(listener);
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void whatCannotBeSetUpIsToldAndClosed() {
        Tcp.Bind bind = Tcp.Bind.of(server.ref(), loopback(0));
        for (String failing : new String[] {"socket", "setsockopt", "bind", "listen", "getsockname"}) {
            TestKernel kernel = new TestKernel();
            kernel.answer(call -> call.name().equals(failing) ? -Errno.ENOBUFS : null);
            Map<Integer, String> before = NoFdLeaks.openSockets();
            ActorRef<Tcp.ListenerCommand> listener = kit.spawn(
                    TcpListener.create(settings(kernel.syscalls()), bind), DispatcherSelector.fromConfig(AIO));
            Tcp.CommandFailed failed = server.expectMessageClass(Tcp.CommandFailed.class);
            assertThat(failed.cause())
                    .hasMessageContaining(failing)
                    .hasMessageEndingWith(": ENOBUFS (No buffer space available)");
            server.expectTerminated(listener);
            NoFdLeaks.expectOnlySockets(before);
        }
    }

    @Test
    void outsideAnAioDispatcherItFailsInWords() {
        Tcp.Bind bind = Tcp.Bind.of(server.ref(), loopback(0));
        Map<Integer, String> before = NoFdLeaks.openSockets();
        kit.spawn(TcpListener.create(TcpSettings.of(systemConfig()), bind));
        assertThat(server.expectMessageClass(Tcp.CommandFailed.class).cause())
                .hasMessageStartingWith("a listener needs an actor on an aio dispatcher");
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void inPullModeItAcceptsAsAskedFor() throws IOException {
        tcp().tell(Tcp.Bind.of(server.ref(), loopback(0)).with(ListenOptions.DEFAULT.withPullMode()));
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        for (int i = 0; i < 4; i++) {
            connectTo(bound);
        }
        server.expectNoMessage();
        bound.listener().tell(new Tcp.ResumeAccepting(2));
        accepted();
        accepted();
        server.expectNoMessage();
        bound.listener().tell(new Tcp.ResumeAccepting(1));
        accepted();
        server.expectNoMessage();
    }

    @Test
    void whoIsTooManyWaitsUntilOneEnds() throws IOException {
        tcp().tell(Tcp.Bind.of(server.ref(), loopback(0)).with(ListenOptions.DEFAULT.withMaxConnections(3)));
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        expectLogged(
                LoggingTestKit.warn("has 3 connections: not accepting more until one ends"
                                + " (aio.net.tcp.max-connections)")
                        .withOccurrences(1),
                () -> {
                    Peer first = connectTo(bound);
                    register(accepted());
                    connectTo(bound);
                    register(accepted());
                    connectTo(bound);
                    register(accepted());
                    connectTo(bound);
                    server.expectNoMessage();
                    first.close();
                    accepted();
                });
    }

    @Test
    void aListenerThatFailsTellsTheHandlersOfItsConnections() throws IOException {
        TestKernel kernel = new TestKernel();
        Tcp.Bound bound = bind(settings(kernel.syscalls()));
        connectTo(bound).send("hello");
        TestProbe<Tcp.Event> handler = register(accepted());
        expectReceived(handler, "hello");
        kernel.answer(call -> {
            if (call.name().equals("accept4")) {
                throw new IllegalStateException("planted");
            }
            return null;
        });
        expectLogged(LoggingTestKit.error("planted"), () -> connectTo(bound));
        handler.expectMessageClass(Tcp.ErrorClosed.class);
        server.expectTerminated(bound.listener());
    }

    @Test
    void anUnboundListenerEndsWithTheLastOfManyConnections() throws IOException {
        Tcp.Bound bound = bind();
        int count = 500;
        Peer[] peers = new Peer[count];
        for (int i = 0; i < count; i++) {
            peers[i] = connectTo(bound);
            register(accepted());
        }
        bound.listener().tell(new Tcp.Unbind());
        server.expectMessage(new Tcp.Unbound());
        for (Peer peer : peers) {
            peer.close();
        }
        server.expectTerminated(bound.listener(), PATIENCE);
    }
}
