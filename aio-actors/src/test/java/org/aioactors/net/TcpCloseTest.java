// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aioactors.aio.linux.Errno;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways in which a connection ends. */
@EachTransport
class TcpCloseTest extends TcpTest {
    private final TestKernel kernel = new TestKernel();
    private Map<Integer, String> before;
    private Peer peer;
    private Tcp.Connected connected;

    @Override
    String config() {
        return "aio.net.tcp.max-pending-write = 64 MiB";
    }

    @BeforeEach
    void connect() throws IOException {
        Tcp.Bound bound = bind(settings(kernel.syscalls()));
        before = NoFdLeaks.openSockets();
        peer = connectTo(bound);
        connected = accepted();
    }

    private void tell(Tcp.ConnectionCommand command) {
        connected.connection().tell(command);
    }

    private void writeMuch() {
        tell(new Tcp.Write(ByteString.fromArrayUnsafe(Noise.much()), "all written"));
    }

    private void expectMuch() throws IOException {
        assertThat(Noise.checksum(peer.receive(Noise.MUCH))).isEqualTo(Noise.checksum(Noise.much()));
    }

    /** The actor is gone, and so is the fd, though the actor system lives. */
    private void expectGone() throws IOException {
        server.expectTerminated(connected.connection());
        peer.close();
        NoFdLeaks.expectOnlySockets(before);
    }

    @Test
    void closeWritesWhatIsPending() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        writeMuch();
        tell(new Tcp.Close());
        tell(Tcp.Write.of(Noise.string(10, 1)));
        assertThat(handler.expectMessageClass(Tcp.CommandFailed.class).cause())
                .hasMessage("write of 10 bytes refused: the connection is closing");
        expectMuch();
        peer.expectEnd();
        handler.expectMessage(new Tcp.Ack("all written"));
        handler.expectMessage(new Tcp.Closed());
        expectGone();
    }

    @Test
    void closeBeforeRegister() throws IOException {
        write(connected, "go away");
        tell(new Tcp.Close());
        peer.expect("go away");
        peer.expectEnd();
        server.expectMessage(new Tcp.Closed());
        expectGone();
    }

    @Test
    void confirmedCloseWaitsForThePeerAndDestroysNothing() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        AtomicBoolean received = new AtomicBoolean();
        Background<Boolean> sending = Background.start(() -> {
            byte[] bytes = Noise.bytes(4_096, 2);
            while (!received.get()) {
                peer.send(bytes);
            }
            peer.shutdownOutput();
            return true;
        });
        writeMuch();
        tell(new Tcp.ConfirmedClose());
        expectMuch();
        peer.expectEnd();
        received.set(true);
        sending.await();
        Tcp.Event event;
        do {
            event = handler.receiveMessage(PATIENCE);
        } while (event instanceof Tcp.Received || event instanceof Tcp.Ack);
        assertThat(event).isEqualTo(new Tcp.ConfirmedClosed());
        expectGone();
    }

    @Test
    void confirmedCloseIsOverWhenThePeerHasClosedBefore() throws IOException {
        TestProbe<Tcp.Event> handler = registerKeepingOpen(connected);
        peer.shutdownOutput();
        handler.expectMessage(new Tcp.PeerClosed());
        writeMuch();
        tell(new Tcp.ConfirmedClose());
        expectMuch();
        peer.expectEnd();
        handler.expectMessage(new Tcp.Ack("all written"));
        handler.expectMessage(new Tcp.ConfirmedClosed());
        expectGone();
    }

    @Test
    void confirmedCloseCannotBeSuspended() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        tell(new Tcp.ConfirmedClose());
        tell(new Tcp.SuspendReading());
        peer.expectEnd();
        peer.send("last words");
        expectReceived(handler, "last words");
        peer.close();
        handler.expectMessage(new Tcp.ConfirmedClosed());
        expectGone();
    }

    @Test
    void confirmedCloseResumesReading() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        tell(new Tcp.SuspendReading());
        tell(new Tcp.ConfirmedClose());
        peer.send("last words");
        expectReceived(handler, "last words");
        peer.close();
        handler.expectMessage(new Tcp.ConfirmedClosed());
        expectGone();
    }

    @Test
    void confirmedCloseOfAConnectionResetByThePeerIsNotConfirmed() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        tell(new Tcp.ConfirmedClose());
        peer.expectEnd();
        peer.reset();
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause())
                .matches("read\\(fd=\\d+\\): ECONNRESET \\(Connection reset by peer\\)");
        expectGone();
    }

    @Test
    void confirmedCloseOfAConnectionThatIsGoneLeavesTheVerdictToTheRead() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        kernel.answer(call -> call.name().equals("shutdown") ? -Errno.ENOTCONN : null);
        tell(new Tcp.ConfirmedClose());
        peer.reset();
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause())
                .matches("(read|write|connection)\\(fd=.*");
        expectGone();
    }

    @Test
    void aPeerThatNeverClosesIsAborted() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        tell(new Tcp.ConfirmedClose());
        peer.expectEnd();
        tell(new Tcp.Abort());
        handler.expectMessage(new Tcp.Aborted());
        expectGone();
    }

    @Test
    void closeOutdoesConfirmedClose() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        tell(new Tcp.ConfirmedClose());
        peer.expectEnd();
        tell(new Tcp.Close());
        handler.expectMessage(new Tcp.Closed());
        expectGone();
    }

    @Test
    void abortResetsThePeer() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        writeMuch();
        tell(new Tcp.Abort());
        handler.expectMessage(new Tcp.Aborted());
        Background<byte[]> reading = Background.start(() -> peer.receive(Noise.MUCH));
        assertThat(failure(reading)).hasMessage("Connection reset");
        expectGone();
    }

    private static Throwable failure(Background<?> background) {
        try {
            background.await();
        } catch (CompletionException e) {
            return e.getCause();
        }
        throw new AssertionError("no failure");
    }

    @Test
    void abortOfAnIdleConnectionResetsThePeer() throws IOException {
        tell(new Tcp.Abort());
        server.expectMessage(new Tcp.Aborted());
        peer.expectReset();
        expectGone();
    }

    @Test
    void aResetByThePeerIsAnError() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        peer.reset();
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause())
                .matches("(read|write|connection)\\(fd=\\d+\\): ECONNRESET \\(Connection reset by peer\\)");
        expectGone();
    }

    @Test
    void aResetIsFoundOutByWriting() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        tell(new Tcp.SuspendReading());
        writeMuch();
        peer.receive(1);
        peer.reset();
        assertThat(handler.expectMessageClass(Tcp.ErrorClosed.class).cause())
                .matches("(write|connection)\\(fd=\\d+\\): (ECONNRESET|EPIPE) \\(.*\\)");
        expectGone();
    }

    @Test
    void theEndOfInputClosesAfterAllIsWritten() throws IOException {
        TestProbe<Tcp.Event> handler = probe();
        tell(Tcp.Register.of(handler.ref())
                .with(RegisterOptions.DEFAULT.withFullDuplex(true))); // or the last words wait for the write
        writeMuch();
        peer.send("last words");
        peer.shutdownOutput();
        expectMuch();
        peer.expectEnd();
        expectReceived(handler, "last words");
        handler.expectMessage(new Tcp.Ack("all written"));
        handler.expectMessage(new Tcp.PeerClosed());
        expectGone();
    }

    @Test
    void aConnectionMayStayOpenAfterTheEndOfInput() throws IOException {
        TestProbe<Tcp.Event> handler = registerKeepingOpen(connected);
        peer.send("request");
        peer.shutdownOutput();
        expectReceived(handler, "request");
        handler.expectMessage(new Tcp.PeerClosed());
        write(connected, "answer");
        peer.expect("answer");
        writeMuch();
        expectMuch();
        handler.expectMessage(new Tcp.Ack("all written"));
        tell(new Tcp.Close());
        handler.expectMessage(new Tcp.Closed());
        peer.expectEnd();
        expectGone();
    }

    @Test
    void theEndOfInputBeforeRegister() throws IOException {
        peer.send("request");
        peer.shutdownOutput();
        TestProbe<Tcp.Event> handler = register(connected);
        expectReceived(handler, "request");
        handler.expectMessage(new Tcp.PeerClosed());
        expectGone();
    }

    @Test
    void itEndsWithItsHandlerAfterAllIsWritten() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        writeMuch();
        handler.stop();
        expectMuch();
        peer.expectEnd();
        expectGone();
    }

    @Test
    void itEndsWithTheActorWhoseMessageAdapterIsTheHandler() throws IOException {
        ActorRef<Object> actor = kit.spawn(Behaviors.setup(context -> {
            tell(Tcp.Register.of(context.messageAdapter(Tcp.Event.class, event -> event)));
            return Behaviors.receiveMessage(event -> Behaviors.stopped());
        }));
        peer.send("end");
        server.expectTerminated(actor);
        peer.expectEnd();
        expectGone();
    }

    @Test
    void itEndsWithItsHandlerInConfirmedCloseToo() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        tell(new Tcp.ConfirmedClose());
        peer.expectEnd();
        handler.stop();
        expectGone();
    }

    @Test
    void aHandlerThatFailsTakesOnlyItsOwnConnectionAlong() throws IOException {
        Behavior<Tcp.Event> failing = Behaviors.receiveMessage(event -> {
            throw new IllegalStateException("planted");
        });
        ActorRef<Tcp.Event> handler = kit.spawn(failing, DispatcherSelector.fromConfig(AIO));
        tell(Tcp.Register.of(handler));
        try (Peer other = connectTo(connected.localAddress())) {
            Tcp.Connected otherConnected = accepted();
            TestProbe<Tcp.Event> otherHandler = register(otherConnected);
            expectLogged(LoggingTestKit.error("planted"), () -> {
                peer.send("poison");
                peer.expectEnd();
            });
            other.send("hello");
            expectReceived(otherHandler, "hello");
            write(otherConnected, "hello yourself");
            other.expect("hello yourself");
        }
        expectGone();
    }

    @Test
    void whatIsToldToAConnectionThatHasEndedDoesNoHarm() throws IOException {
        TestProbe<Tcp.Event> handler = register(connected);
        tell(new Tcp.Abort());
        handler.expectMessage(new Tcp.Aborted());
        writeMuch();
        tell(new Tcp.Abort());
        tell(new Tcp.Close());
        expectGone();
        // the write may have come before it was known that the handler knows
        handler.ref().tell(new Tcp.Unbound());
        Tcp.Event late = handler.receiveMessage();
        if (late instanceof Tcp.CommandFailed) {
            late = handler.receiveMessage();
        }
        assertThat(late).isEqualTo(new Tcp.Unbound());
    }
}
