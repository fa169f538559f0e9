// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What terminals are asked, with a pseudoterminal for one, and with signals that interrupt. */
@ExtendWith(FdLeakExtension.class)
class TtyIoTest {
    private final FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
    private final PtyPair pty = new PtyPair();
    private final Fd other = pty.openOther();
    private final int fd = other.value();

    @AfterEach
    void close() {
        other.close();
        pty.close();
    }

    private int interrupted(IntSupplier call) {
        syscalls.fail("ioctl", syscalls.calls("ioctl") + 1, Errno.EINTR);
        return call.getAsInt();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 9_600, 31_250, 38_400, 115_200, 123_457, 250_000, 4_000_000, 12_000_000})
    void anyRateIsReadBack(int baud) {
        try (Termios termios = Termios.allocate();
                Termios readBack = Termios.allocate()) {
            assertThat(interrupted(() -> TtyIo.getTermios(syscalls, fd, termios)))
                    .isZero();
            termios.setBaud(baud);
            assertThat(interrupted(() -> TtyIo.setTermios(syscalls, fd, TtyIo.TCSETS2, termios)))
                    .isZero();
            assertThat(TtyIo.getTermios(syscalls, fd, readBack)).isZero();
            assertThat(readBack.baud()).isEqualTo(baud);
        }
    }

    /** Which knows only rates with numbers of their own. */
    @Test
    void anOlderProgramReadsARateThatItKnows() throws Exception {
        try (Termios termios = Termios.allocate()) {
            TtyIo.getTermios(syscalls, fd, termios);
            termios.setBaud(57_600);
            TtyIo.setTermios(syscalls, fd, TtyIo.TCSETSW2, termios);
        }
        Process stty = new ProcessBuilder("stty", "-F", pty.path, "speed").start();
        assertThat(stty.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assumeTrue(stty.exitValue() == 0, "there is stty");
        assertThat(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("57600\n");
    }

    @Test
    void flagsAndCharactersAreSetAndCopied() {
        try (Termios termios = pty.termios()) {
            termios.changeInput(-1, Termios.IXON);
            termios.changeOutput(-1, Termios.OPOST);
            termios.changeLocal(Termios.ECHO, Termios.ISIG);
            termios.setCharacter(Termios.VMIN, 200);
            try (Termios copy = termios.copy()) {
                assertThat(copy.input()).isEqualTo(Termios.IXON);
                assertThat(copy.output()).isEqualTo(Termios.OPOST);
                assertThat(copy.local() & (Termios.ECHO | Termios.ISIG)).isEqualTo(Termios.ISIG);
                assertThat(copy.character(Termios.VMIN)).isEqualTo(200);
                assertThat(copy.baud()).isEqualTo(38_400);
            }
        }
    }

    @Test
    void theSizeOfTheWindowIsThatOfBothEnds() {
        try (WinSize size = WinSize.allocate()) {
            size.set(50, 40_000);
            assertThat(interrupted(() -> TtyIo.setSize(syscalls, pty.master.value(), size)))
                    .isZero();
            size.set(0, 0);
            assertThat(interrupted(() -> TtyIo.getSize(syscalls, fd, size))).isZero();
            assertThat(size.rows()).isEqualTo(50);
            assertThat(size.columns()).isEqualTo(40_000);
        }
    }

    @Test
    void exclusiveUseIsSeenByAll() {
        try (Fd second = pty.openOther()) {
            assertThat(TtyIo.isExclusive(syscalls, second.value())).isZero();
            assertThat(interrupted(() -> TtyIo.setExclusive(syscalls, fd, true)))
                    .isZero();
            assertThat(interrupted(() -> TtyIo.isExclusive(syscalls, second.value())))
                    .isEqualTo(1);
            TtyIo.setExclusive(syscalls, fd, false);
            assertThat(TtyIo.isExclusive(syscalls, second.value())).isZero();
        }
    }

    @Test
    void theLockIsForOneOpenFile() {
        try (Fd second = pty.openOther()) {
            assertThat(syscalls.flock(fd, Fcntl.LOCK_EX | Fcntl.LOCK_NB)).isZero();
            assertThat(syscalls.flock(second.value(), Fcntl.LOCK_EX | Fcntl.LOCK_NB))
                    .isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void whatIsUnreadIsDropped() {
        try (Termios termios = pty.termios();
                NativeMemory memory = NativeMemory.allocate(8)) {
            termios.changeLocal(Termios.ICANON | Termios.ECHO, 0);
            TtyIo.setTermios(syscalls, fd, TtyIo.TCSETS2, termios);
            assertThat(pty.write(new byte[] {1, 2, 3}, 0, 3)).isEqualTo(3);
            assertThat(interrupted(() -> TtyIo.flush(syscalls, fd, TtyIo.TCIFLUSH)))
                    .isZero();
            assertThat(syscalls.read(fd, memory.address(), 8)).isEqualTo(-Errno.EAGAIN);
            assertThat(interrupted(() -> TtyIo.unsentBytes(syscalls, fd))).isZero();
            assertThat(interrupted(() -> TtyIo.drain(syscalls, fd))).isZero();
        }
    }

    @Test
    void aPseudoterminalHasNoModem() {
        assertThat(interrupted(() -> TtyIo.modemLines(syscalls, fd))).isEqualTo(-Errno.ENOTTY);
        assertThat(interrupted(() -> TtyIo.raiseModemLines(syscalls, fd, TtyIo.TIOCM_DTR)))
                .isEqualTo(-Errno.ENOTTY);
        assertThat(interrupted(() -> TtyIo.lowerModemLines(syscalls, fd, TtyIo.TIOCM_RTS)))
                .isEqualTo(-Errno.ENOTTY);
    }

    @Test
    void itIsNotTheTerminalOfThisProcess() {
        assertThat(interrupted(() -> TtyIo.foregroundGroup(syscalls, fd))).isEqualTo(-Errno.ENOTTY);
    }

    @Test
    void whatIsNoTerminalSaysSo() {
        int pipe = SyscallException.check(TtyIo.open(syscalls, "/dev/null"), "open");
        try (Fd none = Fd.adopt(syscalls, pipe, "null");
                Termios termios = Termios.allocate()) {
            assertThat(TtyIo.getTermios(syscalls, none.value(), termios)).isEqualTo(-Errno.ENOTTY);
            assertThat(TtyIo.ptyNumber(syscalls, none.value())).isEqualTo(-Errno.ENOTTY);
        }
        assertThat(TtyIo.open(syscalls, "/nowhere")).isEqualTo(-Errno.ENOENT);
        assertThatIllegalArgumentException().isThrownBy(() -> TtyIo.open(syscalls, "a\0b"));
    }

    @Test
    void anEndThatIsGoneIsAnError() {
        pty.close();
        try (Termios termios = Termios.allocate()) {
            assertThat(TtyIo.getTermios(syscalls, fd, termios)).isEqualTo(-Errno.EIO);
            assertThat(TtyIo.drain(syscalls, fd)).isEqualTo(-Errno.EIO);
        }
    }

    @Test
    void breaksBeginAndEnd() {
        // A pseudoterminal has none, and says so or not, as the kernel's version has it.
        assertThat(interrupted(() -> TtyIo.beginBreak(syscalls, fd))).isIn(0, -Errno.ENOTTY, -Errno.EOPNOTSUPP);
        assertThat(interrupted(() -> TtyIo.endBreak(syscalls, fd))).isIn(0, -Errno.ENOTTY, -Errno.EOPNOTSUPP);
        assertThat(syscalls.calls("ioctl")).isEqualTo(4);
    }
}
