// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixAddress;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;

/** Descriptors that go with messages. That none is left open is looked at by {@link NoFdLeaks} after each test. */
@EachTransport
class PassedFdsTest extends UnixTest {
    private static final int OFFSET_FLAGS = 48;
    private static final int SIZE_MSGHDR = 56;

    private final Syscalls linux = Syscalls.linux();

    /** By the handler, of messages that say so. */
    private final List<Fd> taken = new CopyOnWriteArrayList<>();

    private record Ends(Fd read, Fd write) {}

    private Ends pipe() {
        int[] fds = new int[2];
        assertThat(linux.pipe2(fds, Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK)).isZero();
        return new Ends(Fd.adopt(linux, fds[0], "pipe"), Fd.adopt(linux, fds[1], "pipe"));
    }

    /** A socket that sends to itself. */
    private UnixMessages.Opened open(Syscalls syscalls, ActorRef<UnixMessages.Event> handler) {
        TestProbe<UnixMessages.Event> opening = messageProbe();
        kit.spawn(UnixManager.messages(settings(syscalls)), DispatcherSelector.fromConfig(AIO))
                .tell(UnixMessages.Open.of(forwardingOpened(handler, opening.ref()), address));
        return opening.expectMessageClass(UnixMessages.Opened.class);
    }

    private ActorRef<UnixMessages.Event> forwardingOpened(
            ActorRef<UnixMessages.Event> handler, ActorRef<UnixMessages.Event> opening) {
        Behavior<UnixMessages.Event> behavior = Behaviors.receive(UnixMessages.Event.class)
                .onMessage(UnixMessages.Opened.class, opened -> {
                    opening.tell(opened);
                    return Behaviors.same();
                })
                .onMessage(UnixMessages.Received.class, received -> {
                    if (received.fds().size() > 0
                            && received.data().utf8String().startsWith("take")) {
                        for (int i = 0; i < received.fds().size(); i++) {
                            taken.add(received.fds().take(i));
                        }
                    }
                    handler.tell(received);
                    return Behaviors.same();
                })
                .onAnyMessage(other -> {
                    handler.tell(other);
                    return Behaviors.same();
                })
                .build();
        return kit.spawn(behavior);
    }

    private UnixMessages.Send send(String text, Fd... fds) {
        return UnixMessages.Send.of(ByteString.fromString(text), address).withFds(PassedFds.of(fds));
    }

    @Test
    void theyAreDuplicatesOfTheSameFileAndClosedOnExec() {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        UnixMessages.Opened opened = open(linux, handler.ref());
        Ends ends = pipe();
        opened.socket().tell(send("take", ends.write()));
        handler.expectMessageClass(UnixMessages.Received.class);
        assertThat(ends.write().isOpen())
                .as("the sender's, which the kernel has")
                .isFalse();
        try (Fd passed = taken.get(0);
                Fd read = ends.read();
                NativeMemory memory = NativeMemory.allocate(8)) {
            assertThat(linux.fcntl(passed.value(), Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
            assertThat(linux.write(passed.value(), memory.address(), 5)).isEqualTo(5);
            assertThat(linux.read(read.value(), memory.address(), 8)).isEqualTo(5);
        }
    }

    @Test
    void whatNobodyTakesIsClosedOnceTheMessageWasHandled() {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        UnixMessages.Opened opened = open(linux, handler.ref());
        for (int i = 0; i < 20; i++) {
            Ends ends = pipe();
            opened.socket().tell(send("leave", ends.write()));
            UnixMessages.Received received = handler.expectMessageClass(UnixMessages.Received.class);
            try (Fd read = ends.read();
                    NativeMemory memory = NativeMemory.allocate(8)) {
                // the end of the pipe: nobody has it open for writing any more
                Eventually.equal("end", () -> (int) linux.read(read.value(), memory.address(), 8), 0);
            }
            assertThatIllegalStateException()
                    .isThrownBy(() -> received.fds().take(0))
                    .withMessageContaining("take it before that");
        }
    }

    @Test
    void manyGoWithOneMessage() {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        UnixMessages.Opened opened = open(linux, handler.ref());
        Fd[] fds = IntStream.range(0, MessageBuffers.MOST_FDS)
                .mapToObj(i -> Fd.adopt(linux, linux.eventfd(i, Fcntl.O_CLOEXEC), "test"))
                .toArray(Fd[]::new);
        opened.socket().tell(send("take", fds));
        assertThat(handler.expectMessageClass(UnixMessages.Received.class).fds().size())
                .isEqualTo(MessageBuffers.MOST_FDS);
        assertThat(taken).hasSize(MessageBuffers.MOST_FDS);
        taken.forEach(Fd::close);
        Fd[] tooMany = IntStream.range(0, MessageBuffers.MOST_FDS + 1)
                .mapToObj(i -> Fd.adopt(linux, linux.eventfd(0, Fcntl.O_CLOEXEC), "test"))
                .toArray(Fd[]::new);
        opened.socket().tell(send("take", tooMany));
        assertThat(handler.expectMessageClass(UnixMessages.SendFailed.class).cause())
                .isEqualTo("a message has at most 253 descriptors, not 254");
    }

    @Test
    void thoseOfAMessageThatIsNotSentAreClosed() {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        UnixMessages.Opened opened = open(linux, handler.ref());
        Ends ends = pipe();
        opened.socket()
                .tell(UnixMessages.Send.of(ByteString.fromString("x"), UnixAddress.of(folder.resolve("nobody")))
                        .withFds(PassedFds.of(ends.read(), ends.write())));
        handler.expectMessageClass(UnixMessages.SendFailed.class);
        assertThat(ends.read().isOpen()).isFalse();
        assertThat(ends.write().isOpen()).isFalse();
    }

    /** As when the process may have no more of them: the kernel gives some, and says that others are lost. */
    @Test
    void whenSomeAreLostThatIsToldAndTheOthersAreClosed() {
        Syscalls truncating = (Syscalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(linux, arguments);
                    if (method.getName().equals("recvmsg") && (Long) result > 0) {
                        long header = ((MsgHdr) arguments[1]).address();
                        NativeMemory.view(header, SIZE_MSGHDR).putInt(OFFSET_FLAGS, MsgHdr.MSG_CTRUNC);
                    }
                    return result;
                });
        TestProbe<UnixMessages.Event> handler = messageProbe();
        UnixMessages.Opened opened = open(truncating, handler.ref());
        Ends ends = pipe();
        opened.socket().tell(send("leave", ends.read(), ends.write()));
        UnixMessages.Received received = handler.expectMessageClass(UnixMessages.Received.class);
        assertThat(received.fdsLost()).isTrue();
        assertThat(received.fds().size()).isZero();
    }

    @Test
    void thoseThatWaitInTheQueueOfASocketThatStopsAreClosed() {
        TestProbe<UnixMessages.Event> deaf = messageProbe();
        messages().tell(UnixMessages.Open.of(deaf.ref(), address));
        UnixMessages.Opened receiver = deaf.expectMessageClass(UnixMessages.Opened.class);
        receiver.socket().tell(new UnixMessages.SuspendReading());
        TestProbe<UnixMessages.Event> client = messageProbe();
        messages().tell(UnixMessages.Open.to(client.ref(), address));
        UnixMessages.Opened sender = client.expectMessageClass(UnixMessages.Opened.class);
        for (int i = 0; i < 500; i++) {
            sender.socket()
                    .tell(UnixMessages.Send.of(ByteString.fromString("x"))
                            .withFds(PassedFds.of(Fd.adopt(linux, linux.eventfd(0, Fcntl.O_CLOEXEC), "test"))));
        }
        client.stop();
        deaf.stop();
        server.expectTerminated(sender.socket());
    }

    /** Nobody has it who could close it. */
    @Test
    void thoseOfAMessageThatIsLostAreClosedByTheCollector() {
        Ends ends = pipe();
        lose(ends);
        Eventually.equal(
                "open",
                () -> {
                    System.gc();
                    return ends.read().isOpen() || ends.write().isOpen();
                },
                false);
    }

    private static void lose(Ends ends) {
        assertThat(PassedFds.of(ends.read(), ends.write()).size()).isEqualTo(2);
    }

    @Test
    void tenThousandPassingsLeaveNothingOpen() {
        TestProbe<UnixMessages.Event> handler = messageProbe();
        UnixMessages.Opened opened = open(linux, handler.ref());
        for (int i = 0; i < 10_000; i += 100) {
            for (int j = 0; j < 100; j++) {
                opened.socket().tell(send("leave", Fd.adopt(linux, linux.eventfd(0, Fcntl.O_CLOEXEC), "test")));
            }
            int received = 0;
            while (received < 100) {
                UnixMessages.Event event = handler.receiveMessage(PATIENCE);
                if (event instanceof UnixMessages.Received || event instanceof UnixMessages.SendFailed) {
                    received++;
                }
            }
        }
    }
}
