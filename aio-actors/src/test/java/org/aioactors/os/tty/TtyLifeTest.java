// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For how long a terminal is open, and how it behaves afterwards. */
class TtyLifeTest extends TtyTest {
    private String before;

    @BeforeEach
    void remember() {
        before = pty.behaviour();
    }

    private void expectRestored() {
        Eventually.equal("behaviour", pty::behaviour, before);
    }

    @Test
    void itBehavesAsBeforeWhenItIsClosed() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        assertThat(pty.behaviour()).isNotEqualTo(before);
        opened.control().tell(new Tty.Configure(TerminalOptions.cooked(), owner.ref()));
        owner.expectMessageClass(Tty.Line.class, PATIENCE);
        close(opened);
        assertThat(pty.behaviour()).isEqualTo(before);
        assertThat(open(TerminalOptions.unchanged()).line().baud()).isEqualTo(38_400);
        assertThat(pty.behaviour()).isEqualTo(before);
    }

    /** Opens the terminal and tells its own end however that comes. */
    private Behavior<Object> ownerThatIsTold(TerminalOptions options) {
        return Behaviors.setup(context -> {
            ActorRef<Tty.Event> self = context.getSelf().unsafeUpcast();
            terminals.tell(new Tty.Open(java.nio.file.Path.of(pty.path), options, self));
            return Behaviors.receive(Object.class)
                    .onMessage(Tty.Opened.class, opened -> {
                        opened.connection().tell(Tcp.Register.of(bytes.ref()));
                        owner.ref().tell(opened);
                        return Behaviors.same();
                    })
                    .onMessageEquals("stop", Behaviors::stopped)
                    .onMessageEquals("fail", () -> {
                        throw new IllegalStateException("planted");
                    })
                    .build();
        });
    }

    @Test
    void itEndsWithItsOwner() {
        ActorRef<Object> opener = kit.spawn(ownerThatIsTold(TerminalOptions.serial(9_600)));
        Tty.Opened opened = owner.expectMessageClass(Tty.Opened.class, PATIENCE);
        opener.tell("stop");
        bytes.expectMessage(PATIENCE, new Tcp.Closed());
        owner.expectTerminated(opened.control(), PATIENCE);
        expectRestored();
    }

    @Test
    void itEndsWithAnOwnerThatFails() {
        ActorRef<Object> opener = kit.spawn(ownerThatIsTold(TerminalOptions.serial(9_600)));
        Tty.Opened opened = owner.expectMessageClass(Tty.Opened.class, PATIENCE);
        LoggingTestKit.error("planted").expect(kit.system(), () -> {
            opener.tell("fail");
            owner.expectTerminated(opened.control(), PATIENCE);
            return null;
        });
        expectRestored();
    }

    @Test
    void itEndsWithItsHandler() {
        terminals.tell(request(TerminalOptions.serial(9_600)));
        Tty.Opened opened = owner.expectMessageClass(Tty.Opened.class, PATIENCE);
        ActorRef<Tcp.Event> handler = kit.spawn(Behaviors.receiveMessage(event -> Behaviors.stopped()));
        opened.connection().tell(Tcp.Register.of(handler));
        send(new byte[] {1});
        owner.expectTerminated(opened.control(), PATIENCE);
        expectRestored();
    }

    @Test
    void itEndsWithAnOwnerThatStopsBeforeItIsOpen() {
        // One alone: several at a time find, and restore, what the others have made of the terminal.
        ActorRef<Object> opener = kit.spawn(ownerThatIsTold(TerminalOptions.serial(9_600)));
        opener.tell("stop");
        owner.expectTerminated(opener, PATIENCE);
        expectRestored();
    }

    @Test
    void itEndsWithTheActorSystem() {
        open(TerminalOptions.serial(9_600));
        kit.shutdownTestKit();
        expectRestored();
    }

    @Test
    void itIsForOneAtATime() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        TtyException busy = refused(request(TerminalOptions.serial(115_200)));
        assertThat(busy)
                .hasMessage("open('" + pty.path + "'): EBUSY (Device or resource busy): another has it for itself");
        assertThat(busy.errno()).isEqualTo(org.aioactors.aio.linux.Errno.EBUSY);
        opened.control().tell(new Tty.ReadLine(owner.ref()));
        assertThat(owner.expectMessageClass(Tty.Line.class).line().baud()).isEqualTo(9_600);
        close(opened);
        close(open(TerminalOptions.serial(9_600)));
        assertThat(pty.behaviour()).isEqualTo(before);
    }

    @Test
    void whatTheDriverDoesNotDoIsRefused() {
        // A pseudoterminal has eight data bits and no parity, whatever it is asked for, and the call succeeds.
        LineSettings line = LineSettings.of(9_600).withDataBits(7).withParity(LineSettings.Parity.EVEN);
        assertThat(refused(request(TerminalOptions.serial(line))))
                .hasMessage("ioctl(TCSETS2)('" + pty.path
                        + "'): EINVAL (Invalid argument): the driver took 9600 8N1 in place of 9600 7E1");
        expectRestored();
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        opened.control().tell(new Tty.Configure(TerminalOptions.serial(line.withBaud(1_200)), owner.ref()));
        owner.expectMessageClass(Tty.Failed.class, PATIENCE);
        opened.control().tell(new Tty.ReadLine(owner.ref()));
        assertThat(owner.expectMessageClass(Tty.Line.class).line()).isEqualTo(LineSettings.of(9_600));
        close(opened);
    }
}
