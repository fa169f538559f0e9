// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import akka.util.ByteString;
import java.util.List;
import org.aioactors.net.Tcp;
import org.aioactors.os.process.ChildOptions;
import org.aioactors.os.process.ExitStatus;
import org.aioactors.os.process.Processes;
import org.aioactors.os.signal.Signal;
import org.junit.jupiter.api.Test;

/** Programs on a pseudoterminal. */
class TtyRunTest extends TtyTest {
    private Tty.Run run(String script) {
        return Tty.Run.of(owner.ref(), "sh", "-c", script);
    }

    private Tty.Running running(String script) {
        Tty.Run request = run(script);
        terminals.tell(request);
        Tty.Running running = owner.expectMessageClass(Tty.Running.class, PATIENCE);
        assertThat(running.request()).isSameAs(request);
        return running;
    }

    private Tty.Running registered(String script) {
        Tty.Running running = running(script);
        running.connection().tell(Tcp.Register.of(bytes.ref()));
        return running;
    }

    /** All that comes until a line ends so. */
    private String receiveUntil(String end) {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            text.append(bytes.expectMessageClass(Tcp.Received.class, PATIENCE)
                    .data()
                    .utf8String());
        }
        return text.toString();
    }

    private void expectExit(ExitStatus status) {
        assertThat(owner.expectMessageClass(Tty.Exited.class, PATIENCE).status())
                .isEqualTo(status);
    }

    @Test
    void aProgramHasATerminalAndAnExitStatus() {
        Tty.Running running = registered("tty; tty </dev/tty >/dev/null && echo controlling; exit 3");
        assertThat(receiveUntil("controlling\r\n")).matches("/dev/pts/\\d+\r\ncontrolling\r\n");
        bytes.expectMessage(PATIENCE, new Tcp.PeerClosed());
        expectExit(new ExitStatus.Code(3));
        owner.expectTerminated(running.control(), PATIENCE);
    }

    /** What it has written is there for who is slow to register, though it has ended long ago. */
    @Test
    void theLastWordsAreKept() {
        Tty.Running running = running("echo last words");
        expectExit(new ExitStatus.Code(0));
        running.connection().tell(Tcp.Register.of(bytes.ref()));
        assertThat(receiveUntil("\n")).isEqualTo("last words\r\n");
        bytes.expectMessage(PATIENCE, new Tcp.PeerClosed());
        owner.expectTerminated(running.control(), PATIENCE);
    }

    @Test
    void aShellHearsOfAnotherSize() {
        Tty.Running running =
                registered("trap 'stty size; exit 0' WINCH; stty size; echo ready; while :; do read x; done");
        assertThat(receiveUntil("ready\r\n")).isEqualTo("24 80\r\nready\r\n");
        running.control().tell(new Tty.Resize(new TerminalSize(50, 132), owner.ref()));
        owner.expectMessageClass(Tty.Done.class, PATIENCE);
        assertThat(receiveUntil("\r\n")).isEqualTo("50 132\r\n");
        expectExit(new ExitStatus.Code(0));
        bytes.expectMessage(PATIENCE, new Tcp.PeerClosed());
        owner.expectTerminated(running.control(), PATIENCE);
    }

    @Test
    void whatIsTypedIsRead() {
        Tty.Running running = registered("read line; echo \"got $line\"; read more");
        running.connection().tell(Tcp.Write.of(ByteString.fromString("hello\r")));
        assertThat(receiveUntil("got hello\r\n")).isEqualTo("hello\r\ngot hello\r\n");
        running.connection().tell(Tcp.Write.of(ByteString.fromString("\u0003"))); // Control-C
        expectExit(new ExitStatus.KilledBy(Signal.INT, false));
        owner.expectTerminated(running.control(), PATIENCE);
    }

    @Test
    void aProgramHearsThatItsTerminalIsClosed() {
        Tty.Running running = registered("trap 'exit 9' HUP; echo ready; while :; do read x || sleep 1; done");
        receiveUntil("ready\r\n");
        running.connection().tell(new Tcp.Close());
        bytes.expectMessage(PATIENCE, new Tcp.Closed());
        owner.expectTerminated(running.control(), PATIENCE);
        expectExit(new ExitStatus.Code(9));
    }

    @Test
    void aProgramEndsWithItsOwner() {
        ActorRef<Object> opener = kit.spawn(Behaviors.setup(context -> {
            terminals.tell(Tty.Run.of(context.getSelf(), "sleep", "1000"));
            return Behaviors.receive(Object.class)
                    .onMessage(Tty.Running.class, running -> {
                        owner.ref().tell(running);
                        return Behaviors.same();
                    })
                    .onMessageEquals("stop", Behaviors::stopped)
                    .build();
        }));
        Tty.Running running = owner.expectMessageClass(Tty.Running.class, PATIENCE);
        assertThat(ProcessHandle.of(running.pid())).isPresent();
        opener.tell("stop");
        owner.expectTerminated(running.control(), PATIENCE);
        owner.expectTerminated(running.process(), PATIENCE);
        assertThat(ProcessHandle.of(running.pid())).isEmpty();
    }

    @Test
    void aProgramIsSentSignals() {
        Tty.Running running = registered("echo ready; sleep 1000");
        receiveUntil("ready\r\n");
        running.process().tell(new Processes.SignalGroup(Signal.TERM));
        expectExit(new ExitStatus.KilledBy(Signal.TERM, false));
        owner.expectTerminated(running.control(), PATIENCE);
    }

    @Test
    void whatIsNoProgramIsRefused() {
        assertThat(refused(Tty.Run.of(owner.ref(), "/no/such/program")))
                .hasMessage("exec('/no/such/program'): ENOENT (No such file or directory)");
    }

    @Test
    void aProgramHasTheOptionsOfAChildAndOfATerminal() {
        terminals.tell(new Tty.Run(
                List.of("sh", "-c", "stty size; stty speed; echo $TERM"),
                ChildOptions.DEFAULT.withVariable("TERM", "dumb"),
                TerminalOptions.serial(9_600).withExclusive(false),
                new TerminalSize(3, 4),
                owner.ref()));
        Tty.Running running = owner.expectMessageClass(Tty.Running.class, PATIENCE);
        running.connection().tell(Tcp.Register.of(bytes.ref()));
        assertThat(receiveUntil("dumb\n")).isEqualTo("3 4\n9600\ndumb\n"); // raw: no carriage returns
        expectExit(new ExitStatus.Code(0));
        owner.expectTerminated(running.control(), PATIENCE);
    }
}
