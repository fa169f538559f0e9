// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.aioactors.fd.Puppet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many system calls the traffic costs when sockets are read and written as they are ready. */
class TcpSystemCallsTest extends TcpTest {
    private final TestKernel kernel = new TestKernel();
    private Tcp.Bound bound;
    private Peer peer;
    private Tcp.Connected connected;

    @Override
    String config() {
        return AIO + ".aio.threads = 1, aio.net.tcp.ring-buffers = off";
    }

    @BeforeEach
    void connect() throws IOException {
        bound = bind(settings(kernel.syscalls()));
        peer = connectTo(bound);
        connected = accepted();
    }

    private List<TestKernel.Call> callsSince(int before) {
        return kernel.calls().subList(before, kernel.calls().size());
    }

    private static List<String> names(List<TestKernel.Call> calls) {
        return calls.stream().map(TestKernel.Call::name).toList();
    }

    @Test
    void writesToldInOneGoLeaveInOneCall() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        write(connected, "first");
        peer.expect("first");
        int before = kernel.calls().size();
        StringBuilder expected = new StringBuilder();
        Puppet onTheSameLoop = Puppet.spawn(kit, AIO);
        onTheSameLoop.run(() -> {
            for (int i = 0; i < 100; i++) {
                expected.append("text ").append(i);
                connected.connection().tell(new Tcp.Write(ByteString.fromString("text " + i), i));
            }
        });
        peer.expect(expected.toString());
        for (int i = 0; i < 100; i++) {
            handler.expectMessage(new Tcp.Ack(i));
        }
        assertThat(names(callsSince(before))).containsExactly("write");
    }

    @Test
    void aRequestCostsOneReadAndAnAnswerOneWrite() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        int rounds = 50;
        for (int i = 0; i < rounds; i++) {
            peer.send("ping");
            expectReceived(handler, "ping");
            write(connected, "pong");
            peer.expect("pong");
        }
        assertThat(kernel.count("read")).isEqualTo(rounds);
        assertThat(kernel.count("write")).isEqualTo(rounds);
    }

    @Test
    void idleConnectionsCostNothing() throws IOException {
        connectTo(bound);
        register(accepted());
        connectTo(bound);
        register(accepted()).expectNoMessage(Duration.ZERO);
        TestProbe<Tcp.Event> handler = register(connected);
        peer.send("first");
        expectReceived(handler, "first");
        int before = kernel.calls().size();
        for (int i = 0; i < 50; i++) {
            peer.send("ping");
            expectReceived(handler, "ping");
        }
        List<TestKernel.Call> calls = callsSince(before);
        assertThat(names(calls)).containsOnly("read").hasSize(50);
        assertThat(calls.stream().map(TestKernel.Call::fd).distinct()).hasSize(1);
    }

    @Test
    void aSocketThatTakesAllIsGivenAll() {
        TestProbe<Tcp.Event> handler = register(connected);
        kernel.answer(call -> call.name().equals("write") ? call.length() : null);
        connected.connection().tell(new Tcp.Write(ByteString.fromArrayUnsafe(Noise.much()), "all"));
        handler.expectMessage(new Tcp.Ack("all"));
        assertThat(kernel.count("write")).isEqualTo(Noise.MUCH / 65_536);
    }

    @Test
    void aPeerThatDoesNotReadIsNotAskedAgainAndAgain() {
        register(connected);
        connected.connection().tell(Tcp.Write.of(ByteString.fromArrayUnsafe(Noise.much())));
        Puppet onTheSameLoop = Puppet.spawn(kit, AIO);
        onTheSameLoop.awaitTurns();
        int before = kernel.calls().size();
        onTheSameLoop.awaitTurns();
        // the kernel may still find some more room at the peer, but not at each turn
        assertThat(callsSince(before)).hasSizeLessThan(Puppet.TURNS / 2);
    }

    @Test
    void aPeerThatIsNotReadIsNotAskedAtAll() throws IOException {
        register(connected);
        connected.connection().tell(new Tcp.SuspendReading());
        write(connected, "suspended");
        peer.expect("suspended");
        int before = kernel.calls().size();
        peer.send("unread");
        Puppet.spawn(kit, AIO).awaitTurns();
        assertThat(callsSince(before)).isEmpty();
    }
}
