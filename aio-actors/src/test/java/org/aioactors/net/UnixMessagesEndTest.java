// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.util.ByteString;
import org.junit.jupiter.api.Test;

/** The end of a connection that keeps the boundaries of messages: all that was sent before it arrives before it is told. */
@EachTransport
class UnixMessagesEndTest extends UnixTest {
    /** One end of a connection. */
    private final class End {
        private final UnixMessages.Connected connected;
        private final TestProbe<UnixMessages.Event> handler = messageProbe();

        End(UnixMessages.Connected connected) {
            this.connected = connected;
            connected.socket().tell(new UnixMessages.Register(handler.ref()));
        }

        void tell(UnixMessages.SocketCommand command) {
            connected.socket().tell(command);
        }

        /** Reads no more, from when this returns. */
        void suspend() {
            tell(new UnixMessages.SuspendReading());
            tell(message("")); // which is refused, behind that
            handler.expectMessageClass(UnixMessages.SendFailed.class, PATIENCE);
        }

        /** The kernel has it when this returns. */
        void send(String text) {
            tell(message(text).withAck(text));
            handler.expectMessage(PATIENCE, new UnixMessages.Ack(text));
        }

        void expect(String text) {
            UnixMessages.Received received = handler.expectMessageClass(UnixMessages.Received.class, PATIENCE);
            assertThat(received.data().utf8String()).isEqualTo(text);
        }

        UnixMessages.Closed closed() {
            return handler.expectMessageClass(UnixMessages.Closed.class, PATIENCE);
        }
    }

    private static UnixMessages.Send message(String text) {
        return UnixMessages.Send.of(ByteString.fromString(text));
    }

    private End near;
    private End far;

    private void connect() {
        TestProbe<UnixMessages.Event> accepting = messageProbe();
        messages().tell(UnixMessages.Listen.of(accepting.ref(), address));
        accepting.expectMessageClass(UnixMessages.Listening.class);
        TestProbe<UnixMessages.Event> connecting = messageProbe();
        messages().tell(UnixMessages.Connect.of(connecting.ref(), address));
        near = new End(connecting.expectMessageClass(UnixMessages.Connected.class, PATIENCE));
        far = new End(accepting.expectMessageClass(UnixMessages.Connected.class, PATIENCE));
        near.suspend();
        far.suspend();
    }

    /** The kernel has an error then ({@code ECONNRESET}), which it tells before the messages that are there still. */
    @Test
    void whatWasSentArrivesFromAPeerThatHasNotReadAll() {
        connect();
        near.send("not read");
        far.send("one");
        far.send("two");
        far.tell(new UnixMessages.Close());
        assertThat(far.closed().error()).isNull();
        near.tell(new UnixMessages.ResumeReading());
        near.expect("one");
        near.expect("two");
        assertThat(near.closed().error()).contains("ECONNRESET");
    }

    @Test
    void whatWasSentArrivesWhileThePeerWasNotReadFromAndWasToBeWrittenTo() {
        connect();
        far.send("one");
        far.send("two");
        String kilobyte = "k".repeat(1_000);
        int sent = 0;
        boolean full = false;
        while (!full) { // in the end one waits for room
            near.tell(message(kilobyte).withAck(sent));
            near.tell(message(""));
            UnixMessages.Event answer = near.handler.receiveMessage(PATIENCE);
            full = !(answer instanceof UnixMessages.Ack);
            if (!full) {
                near.handler.expectMessageClass(UnixMessages.SendFailed.class, PATIENCE);
            }
            sent++;
            assertThat(sent).isLessThan(100_000);
        }
        far.tell(new UnixMessages.Close());
        assertThat(far.closed().error()).isNull();
        near.handler.expectMessageClass(UnixMessages.SendFailed.class, PATIENCE); // the one that has waited
        near.tell(new UnixMessages.ResumeReading());
        near.expect("one");
        near.expect("two");
        near.closed();
    }

    @Test
    void aListenerThatListensNoMoreAnswersAgain() {
        TestProbe<UnixMessages.Event> accepting = messageProbe();
        messages().tell(UnixMessages.Listen.of(accepting.ref(), address));
        UnixMessages.Listening listening = accepting.expectMessageClass(UnixMessages.Listening.class);
        messages().tell(UnixMessages.Connect.of(messageProbe().ref(), address));
        accepting.expectMessageClass(UnixMessages.Connected.class); // which keeps the listener
        listening.listener().tell(new UnixMessages.StopListening());
        listening.listener().tell(new UnixMessages.StopListening());
        accepting.expectMessage(PATIENCE, new UnixMessages.StoppedListening());
        accepting.expectMessage(PATIENCE, new UnixMessages.StoppedListening());
    }
}
