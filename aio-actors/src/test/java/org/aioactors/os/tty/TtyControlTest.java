// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.testkit.typed.javadsl.TestProbe;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.aioactors.Aio;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.TtyIo;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.net.Tcp;
import org.aioactors.os.signal.Signal;
import org.aioactors.os.signal.Signals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a line does that is not a byte. */
class TtyControlTest extends TtyTest {
    private static final Duration MOMENT = Duration.ofMillis(2);

    private final FakeLine line = new FakeLine();

    @BeforeEach
    void fake() {
        terminals = TtyExtension.get(kit.system()).spawn(line.syscalls(), "fake-lines");
    }

    private <E extends Tty.Event> E ask(Tty.Opened opened, Class<E> answer, Tty.Control command) {
        opened.control().tell(command);
        return owner.expectMessageClass(answer, PATIENCE);
    }

    @Test
    void modemLinesAreReadAndSwitched() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        line.modem(TtyIo.TIOCM_RTS | TtyIo.TIOCM_CTS | TtyIo.TIOCM_CAR);
        Tty.ReadModem read = new Tty.ReadModem(owner.ref());
        Tty.Modem modem = ask(opened, Tty.Modem.class, read);
        assertThat(modem.request()).isSameAs(read);
        assertThat(modem.on()).containsExactlyInAnyOrder(ModemLine.RTS, ModemLine.CTS, ModemLine.DCD);
        ask(opened, Tty.Done.class, new Tty.SetModem(Set.of(ModemLine.DTR), Set.of(ModemLine.RTS), owner.ref()));
        assertThat(line.modem()).isEqualTo(TtyIo.TIOCM_DTR | TtyIo.TIOCM_CTS | TtyIo.TIOCM_CAR);
        close(opened);
    }

    @Test
    void modemLinesThatChangeAreTold() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        line.modem(TtyIo.TIOCM_CTS);
        assertThat(ask(opened, Tty.Modem.class, new Tty.WatchModem(MOMENT, owner.ref()))
                        .on())
                .containsExactly(ModemLine.CTS);
        line.modem(TtyIo.TIOCM_CTS | TtyIo.TIOCM_RNG);
        owner.expectMessage(PATIENCE, new Tty.ModemChanged(Set.of(ModemLine.CTS, ModemLine.RI), Set.of(ModemLine.RI)));
        line.modem(0);
        owner.expectMessage(PATIENCE, new Tty.ModemChanged(Set.of(), Set.of(ModemLine.CTS, ModemLine.RI)));
        line.fail(Errno.EIO);
        assertThat(owner.expectMessageClass(Tty.Failed.class, PATIENCE).cause())
                .hasMessage("ioctl(TIOCMGET)('" + pty.path + "'): EIO (Input/output error)");
        owner.expectNoMessage(MOMENT.multipliedBy(10));
        close(opened);
    }

    @Test
    void aBreakIsSentForItsTime() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        Tty.SendBreak send = new Tty.SendBreak(Duration.ofMillis(50), owner.ref());
        opened.control().tell(send);
        opened.control().tell(new Tty.SendBreak(MOMENT, owner.ref()));
        assertThat(owner.expectMessageClass(Tty.Failed.class, PATIENCE).cause().errno())
                .isEqualTo(Errno.EALREADY);
        assertThat(line.calls()).containsExactly("break");
        owner.expectMessage(PATIENCE, new Tty.Done(send));
        assertThat(line.calls()).containsExactly("break", "break ends");
        close(opened);
    }

    @Test
    void aBreakEndsWithItsLine() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        opened.control().tell(new Tty.SendBreak(Duration.ofHours(1), owner.ref()));
        opened.connection().tell(new Tcp.Close());
        owner.expectMessageClass(Tty.Done.class, PATIENCE);
        owner.expectTerminated(opened.control(), PATIENCE);
        assertThat(line.calls()).startsWith("break", "break ends");
    }

    @Test
    void whatIsUnsentIsWaitedFor() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        line.unsent(10);
        Tty.Drain drain = new Tty.Drain(owner.ref());
        opened.control().tell(drain);
        owner.expectNoMessage(TtyControl.DRAIN_INTERVAL.multipliedBy(3));
        line.unsent(0);
        owner.expectMessage(PATIENCE, new Tty.Done(drain));
        assertThat(line.calls()).containsExactly("drain");
        ask(opened, Tty.Done.class, new Tty.Discard(true, false, owner.ref()));
        ask(opened, Tty.Done.class, new Tty.Discard(false, true, owner.ref()));
        ask(opened, Tty.Done.class, new Tty.Discard(true, true, owner.ref()));
        assertThat(line.calls()).containsExactly("drain", "flush 0", "flush 1", "flush 2");
        close(opened);
    }

    @Test
    void closingWaitsUntilAllIsSent() {
        Tty.Opened opened = open(TerminalOptions.serial(9_600));
        line.unsent(10);
        opened.connection().tell(new Tcp.Close());
        bytes.expectMessage(PATIENCE, new Tcp.Closed());
        owner.expectNoMessage(TtyControl.DRAIN_INTERVAL.multipliedBy(3));
        assertThat(line.calls()).isEmpty();
        line.unsent(0);
        owner.expectTerminated(opened.control(), PATIENCE);
        assertThat(line.calls()).containsExactly("drain");
    }

    @Test
    void closingDropsWhatALineDoesNotSend() {
        String before = pty.behaviour();
        Tty.Opened opened =
                open(TerminalOptions.serial(9_600).withDrainTimeout(TtyControl.DRAIN_INTERVAL.multipliedBy(3)));
        line.unsent(10);
        opened.connection().tell(new Tcp.Close());
        owner.expectTerminated(opened.control(), PATIENCE);
        assertThat(line.calls()).containsExactly("flush 1");
        assertThat(pty.behaviour()).isEqualTo(before);
    }

    @Test
    void theEndOfTheSystemWaitsForNothing() {
        open(TerminalOptions.serial(9_600).withDrainTimeout(Duration.ofHours(1)));
        line.unsent(10);
        kit.shutdownTestKit();
        Eventually.equal("calls", line::calls, List.of("flush 1"));
    }

    @Test
    void theWindowHasASize() {
        Tty.Opened opened = open(TerminalOptions.cooked());
        ask(opened, Tty.Done.class, new Tty.Resize(new TerminalSize(50, 132), owner.ref()));
        assertThat(ask(opened, Tty.Size.class, new Tty.ReadSize(owner.ref())).size())
                .isEqualTo(new TerminalSize(50, 132));
        close(opened);
    }

    /** The kernel sends the signal for a process's own terminal; here somebody else does. */
    @Test
    void aWindowThatHasAnotherSizeIsTold() throws Exception {
        Tty.Opened opened = open(TerminalOptions.cooked());
        Tty.WatchSize watch = new Tty.WatchSize(owner.ref());
        assertThat(ask(opened, Tty.Size.class, watch).request()).isSameAs(watch);
        TestProbe<Signals.Event> signals = kit.createTestProbe();
        Aio.get(kit.system())
                .signals()
                .tell(new Signals.Watch(Signal.WINCH, signals.ref())); // after that of the terminal
        signals.expectMessage(PATIENCE, new Signals.Watching(Signal.WINCH));
        raiseWinch();
        signals.expectMessageClass(Signals.Raised.class, PATIENCE);
        ask(opened, Tty.Done.class, new Tty.Resize(new TerminalSize(50, 132), owner.ref()));
        raiseWinch();
        owner.expectMessage(PATIENCE, new Tty.SizeChanged(new TerminalSize(50, 132))); // and nothing before
        close(opened);
    }

    private static void raiseWinch() throws Exception {
        String self = String.valueOf(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-WINCH", self).start().waitFor()).isZero();
    }

    @Test
    void whatMeansNothingIsRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tty.SetModem(Set.of(ModemLine.CTS), Set.of(), owner.ref()))
                .withMessage("CTS is not an output");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tty.SetModem(Set.of(ModemLine.DTR), Set.of(ModemLine.DTR), owner.ref()))
                .withMessage("DTR on and off");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tty.SendBreak(Duration.ZERO, owner.ref()))
                .withMessage("duration must be positive: PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> new Tty.Discard(false, false, owner.ref()));
        assertThatIllegalArgumentException().isThrownBy(() -> new TerminalSize(70_000, 1));
    }
}
