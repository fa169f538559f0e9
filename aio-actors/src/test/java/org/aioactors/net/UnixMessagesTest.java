// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.util.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.aio.linux.UnixSockets;
import org.junit.jupiter.api.Test;

/** Sockets that keep the boundaries of messages: datagrams and connections. */
@EachTransport
class UnixMessagesTest extends UnixTest {
    private static UnixMessages.Send send(String text) {
        return UnixMessages.Send.of(ByteString.fromString(text));
    }

    private UnixMessages.Opened open(UnixMessages.Open open, TestProbe<UnixMessages.Event> handler) {
        messages().tell(open);
        return handler.expectMessageClass(UnixMessages.Opened.class);
    }

    private static UnixMessages.Received received(TestProbe<UnixMessages.Event> handler) {
        return handler.expectMessageClass(UnixMessages.Received.class, PATIENCE);
    }

    private static void expectText(TestProbe<UnixMessages.Event> handler, String text) {
        assertThat(received(handler).data().utf8String()).isEqualTo(text);
    }

    /** Two that are connected, each with its handler. */
    private record Pair(
            UnixMessages.Connected ours,
            TestProbe<UnixMessages.Event> ourHandler,
            UnixMessages.Connected theirs,
            TestProbe<UnixMessages.Event> theirHandler) {}

    private Pair connect(MessageOptions options) {
        TestProbe<UnixMessages.Event> accepting = messageProbe();
        messages().tell(UnixMessages.Listen.of(accepting.ref(), address).with(options));
        accepting.expectMessageClass(UnixMessages.Listening.class);
        TestProbe<UnixMessages.Event> connecting = messageProbe();
        messages().tell(UnixMessages.Connect.of(connecting.ref(), address).with(options));
        UnixMessages.Connected ours = connecting.expectMessageClass(UnixMessages.Connected.class);
        UnixMessages.Connected theirs = accepting.expectMessageClass(UnixMessages.Connected.class);
        return new Pair(ours, registered(ours), theirs, registered(theirs));
    }

    private TestProbe<UnixMessages.Event> registered(UnixMessages.Connected connected) {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        connected.socket().tell(new UnixMessages.Register(handler.ref()));
        return handler;
    }

    @Test
    void datagramsKeepTheirBoundariesAndTellWhoHasSentThem() {
        TestProbe<UnixMessages.Event> server = messageProbe();
        UnixMessages.Opened bound = open(UnixMessages.Open.of(server.ref(), address), server);
        assertThat(bound.localAddress()).isEqualTo(address);
        TestProbe<UnixMessages.Event> client = messageProbe();
        UnixAddress clientAddress = UnixAddress.of(folder.resolve("client.sock"));
        UnixMessages.Opened opened = open(UnixMessages.Open.of(client.ref(), clientAddress), client);
        for (String text : new String[] {"one", "", "three"}) {
            opened.socket().tell(UnixMessages.Send.of(ByteString.fromString(text), address));
        }
        for (String text : new String[] {"one", "", "three"}) {
            UnixMessages.Received received = received(server);
            assertThat(received.data().utf8String()).isEqualTo(text);
            assertThat(received.from()).isEqualTo(clientAddress);
            assertThat(received.isTruncated()).isFalse();
        }
        bound.socket().tell(UnixMessages.Send.of(ByteString.fromString("back"), clientAddress));
        expectText(client, "back");
        bound.socket().tell(new UnixMessages.Close());
        server.expectMessage(new UnixMessages.Closed(null));
        assertThat(file).doesNotExist();
    }

    @Test
    void connectionsKeepTheirBoundariesAndTellTheirEnd() {
        Pair pair = connect(MessageOptions.DEFAULT);
        assertThat(pair.theirs().peer().pid())
                .isEqualTo((int) ProcessHandle.current().pid());
        for (int i = 0; i < 100; i++) {
            pair.ours().socket().tell(send("message " + i).withAck(i));
        }
        for (int i = 0; i < 100; i++) {
            expectText(pair.theirHandler(), "message " + i);
            pair.ourHandler().expectMessage(new UnixMessages.Ack(i));
        }
        pair.ours().socket().tell(send("last"));
        pair.ours().socket().tell(new UnixMessages.Close());
        expectText(pair.theirHandler(), "last");
        pair.theirHandler().expectMessage(new UnixMessages.Closed(null));
        pair.ourHandler().expectMessage(new UnixMessages.Closed(null));
    }

    @Test
    void whatIsTooLongIsCutOffAndTold() {
        Pair pair = connect(MessageOptions.DEFAULT.withMaxMessageBytes(4));
        pair.ours().socket().tell(send("1234"));
        pair.ours().socket().tell(send("12345"));
        assertThat(received(pair.theirHandler()).isTruncated()).isFalse();
        UnixMessages.Received cut = received(pair.theirHandler());
        assertThat(cut.isTruncated()).isTrue();
        assertThat(cut.length()).isEqualTo(5);
        assertThat(cut.data().utf8String()).isEqualTo("1234");
    }

    @Test
    void aLongMessageArrivesWhole() {
        Pair pair = connect(MessageOptions.DEFAULT.withMaxMessageBytes(150_000));
        ByteString data = ByteString.fromArray(new byte[150_000]);
        pair.ours().socket().tell(UnixMessages.Send.of(data));
        assertThat(received(pair.theirHandler()).data()).isEqualTo(data);
        pair.ours().socket().tell(UnixMessages.Send.of(ByteString.fromArray(new byte[16 * 1024 * 1024])));
        UnixMessages.SendFailed failed = pair.ourHandler().expectMessageClass(UnixMessages.SendFailed.class);
        assertThat(failed.cause()).contains("EMSGSIZE");
        assertThat(failed.full()).isFalse();
    }

    @Test
    void anEmptyMessageOnAConnectionIsRefused() {
        Pair pair = connect(MessageOptions.DEFAULT);
        pair.ours().socket().tell(send(""));
        assertThat(pair.ourHandler()
                        .expectMessageClass(UnixMessages.SendFailed.class)
                        .cause())
                .contains("would be taken for its end");
    }

    @Test
    void aFullQueueIsToldAndNothingOfTheRestIsLost() {
        Pair pair = connect(MessageOptions.DEFAULT.withMaxPendingBytes(100_000));
        pair.theirs().socket().tell(new UnixMessages.SuspendReading());
        String kilobyte = "k".repeat(1_000);
        int told = 0;
        UnixMessages.Event answer;
        List<Integer> acknowledged = new ArrayList<>();
        // The kernel takes some, some wait, and one is refused in the end.
        while (true) {
            pair.ours().socket().tell(send(told + kilobyte).withAck(told));
            told++;
            if (told % 100 == 0) {
                pair.ours().socket().tell(send(""));
                boolean full = false;
                answer = pair.ourHandler().receiveMessage();
                while (!(answer instanceof UnixMessages.SendFailed failed
                        && failed.send().data().isEmpty())) {
                    if (answer instanceof UnixMessages.Ack ack) {
                        acknowledged.add((Integer) ack.token());
                    } else {
                        full = true;
                        assertThat(((UnixMessages.SendFailed) answer).full()).isTrue();
                        assertThat(((UnixMessages.SendFailed) answer).cause()).contains("maxPendingBytes");
                    }
                    answer = pair.ourHandler().receiveMessage();
                }
                if (full) {
                    break;
                }
            }
        }
        pair.theirs().socket().tell(new UnixMessages.ResumeReading());
        pair.ours().socket().tell(new UnixMessages.Close());
        int next = 0;
        for (UnixMessages.Event event = pair.theirHandler().receiveMessage(PATIENCE);
                event instanceof UnixMessages.Received message;
                event = pair.theirHandler().receiveMessage(PATIENCE)) {
            assertThat(message.data().utf8String()).isEqualTo(next + kilobyte);
            next++;
        }
        assertThat(next).isGreaterThan(acknowledged.size()).isLessThan(told);
    }

    @Test
    void theFullQueueOfOneOfManyReceiversIsToldAtOnce() {
        TestProbe<UnixMessages.Event> client = messageProbe();
        UnixMessages.Opened opened = open(UnixMessages.Open.of(client.ref(), UnixAddress.UNNAMED), client);
        Syscalls linux = Syscalls.linux();
        try (Fd deaf = UnixSockets.open(linux, Sockets.SOCK_DGRAM, "test")) {
            UnixSockets.bind(linux, deaf, address, Sockets.SOCK_DGRAM, UnixSockets.UMASK_PERMISSIONS);
            for (int i = 0; i < 10_000; i++) {
                opened.socket().tell(UnixMessages.Send.of(ByteString.fromString("x"), address));
            }
            UnixMessages.SendFailed failed = client.expectMessageClass(UnixMessages.SendFailed.class);
            assertThat(failed.full()).isTrue();
            assertThat(failed.cause()).contains("sendmsg(" + file).contains("EAGAIN");
        }
    }

    @Test
    void aReceiverThatIsNotThereIsTold() {
        TestProbe<UnixMessages.Event> client = messageProbe();
        UnixMessages.Opened opened = open(UnixMessages.Open.of(client.ref(), UnixAddress.UNNAMED), client);
        opened.socket().tell(UnixMessages.Send.of(ByteString.fromString("x"), address));
        assertThat(client.expectMessageClass(UnixMessages.SendFailed.class).cause())
                .contains("ENOENT");
        messages().tell(UnixMessages.Open.to(client.ref(), address));
        assertThat(client.expectMessageClass(UnixMessages.CommandFailed.class).cause())
                .isInstanceOf(SyscallException.class)
                .hasMessage("connect(" + file + "): ENOENT (No such file or directory)");
        messages().tell(UnixMessages.Connect.of(client.ref(), address));
        assertThat(client.expectMessageClass(UnixMessages.CommandFailed.class).cause())
                .hasMessageContaining("ENOENT");
    }

    @Test
    void oneThatIsConnectedToAReceiverNeedsNoAddress() {
        TestProbe<UnixMessages.Event> server = messageProbe();
        open(UnixMessages.Open.of(server.ref(), address), server);
        TestProbe<UnixMessages.Event> client = messageProbe();
        UnixMessages.Opened opened = open(UnixMessages.Open.to(client.ref(), address), client);
        for (int i = 0; i < 2_000; i++) { // more than a queue holds: they wait for room
            opened.socket().tell(send("message " + i));
        }
        for (int i = 0; i < 2_000; i++) {
            expectText(server, "message " + i);
        }
    }

    @Test
    void aSocketGoesWithItsHandler() {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        UnixMessages.Opened bound = open(UnixMessages.Open.of(handler.ref(), address), handler);
        Pair pair = connectAt(UnixAddress.of(folder.resolve("other.sock")));
        handler.stop();
        pair.ourHandler().stop();
        kit.createTestProbe().expectTerminated(bound.socket());
        assertThat(file).doesNotExist();
        pair.theirHandler().expectMessage(new UnixMessages.Closed(null));
    }

    private Pair connectAt(UnixAddress other) {
        UnixAddress before = address;
        address = other;
        try {
            return connect(MessageOptions.DEFAULT);
        } finally {
            address = before;
        }
    }

    @Test
    void aListenerThatStopsLeavesItsConnections() {
        TestProbe<UnixMessages.Event> accepting = messageProbe();
        messages().tell(UnixMessages.Listen.of(accepting.ref(), address));
        UnixMessages.Listening listening = accepting.expectMessageClass(UnixMessages.Listening.class);
        TestProbe<UnixMessages.Event> client = messageProbe();
        messages().tell(UnixMessages.Connect.of(client.ref(), address));
        UnixMessages.Connected ours = client.expectMessageClass(UnixMessages.Connected.class);
        UnixMessages.Connected theirs = accepting.expectMessageClass(UnixMessages.Connected.class);
        TestProbe<UnixMessages.Event> theirHandler = registered(theirs);
        listening.listener().tell(new UnixMessages.StopListening());
        accepting.expectMessage(new UnixMessages.StoppedListening());
        assertThat(file).doesNotExist();
        ours.socket().tell(send("still there?"));
        expectText(theirHandler, "still there?");
        registered(ours);
        ours.socket().tell(new UnixMessages.Close());
        accepting.expectTerminated(listening.listener());
    }

    @Test
    void whoDoesNotReadIsNotReadFrom() {
        Pair pair = connect(MessageOptions.DEFAULT);
        pair.theirs().socket().tell(new UnixMessages.SuspendReading());
        pair.ours().socket().tell(send("one"));
        pair.theirHandler().expectNoMessage(Duration.ofMillis(20));
        pair.theirs().socket().tell(new UnixMessages.ResumeReading());
        expectText(pair.theirHandler(), "one");
    }

    @Test
    void whatTheKernelRefusesIsToldAndClosed() {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        for (String failing : new String[] {"socket", "bind", "fchmod", "fchmodat", "getsockname", "statx"}) {
            TestKernel kernel = new TestKernel();
            kernel.answer(call -> call.name().equals(failing) ? -Errno.ENOBUFS : null);
            kit.spawn(UnixManager.messages(settings(kernel.syscalls())), aio())
                    .tell(UnixMessages.Open.of(handler.ref(), address)
                            .with(MessageOptions.DEFAULT.withPermissions("rw-------")));
            assertThat(handler.expectMessageClass(UnixMessages.CommandFailed.class)
                            .cause())
                    .as(failing)
                    .hasMessageContaining("ENOBUFS");
        }
    }

    private static Props aio() {
        return DispatcherSelector.fromConfig(AIO);
    }

    @Test
    void anErrorOfReceivingEndsTheSocket() {
        TestKernel kernel = new TestKernel();
        TestProbe<UnixMessages.Event> handler = messageProbe();
        kit.spawn(UnixManager.messages(settings(kernel.syscalls())), aio())
                .tell(UnixMessages.Open.of(handler.ref(), address));
        UnixMessages.Opened opened = handler.expectMessageClass(UnixMessages.Opened.class);
        kernel.answer(call -> call.name().equals("recvmsg") ? -Errno.EIO : null);
        opened.socket().tell(UnixMessages.Send.of(ByteString.fromString("to myself"), address));
        UnixMessages.Closed closed = handler.expectMessageClass(UnixMessages.Closed.class);
        assertThat(closed.error()).contains("recvmsg").contains("EIO");
        assertThat(file).doesNotExist();
    }

    @Test
    void interruptedCallsAreRepeated() {
        TestKernel kernel = new TestKernel();
        AtomicInteger interruptions = new AtomicInteger();
        kernel.answer(call -> (call.name().equals("recvmsg") || call.name().equals("sendmsg"))
                        && interruptions.incrementAndGet() % 2 == 1
                ? -Errno.EINTR
                : null);
        TestProbe<UnixMessages.Event> handler = messageProbe();
        kit.spawn(UnixManager.messages(settings(kernel.syscalls())), aio())
                .tell(UnixMessages.Open.of(handler.ref(), address));
        UnixMessages.Opened opened = handler.expectMessageClass(UnixMessages.Opened.class);
        for (int i = 0; i < 5; i++) {
            opened.socket().tell(UnixMessages.Send.of(ByteString.fromString("to myself"), address));
            expectText(handler, "to myself");
        }
        assertThat(interruptions.get()).isGreaterThan(10);
    }
}
