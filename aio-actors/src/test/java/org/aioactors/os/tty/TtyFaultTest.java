// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.typed.ActorRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.FaultySyscalls;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.Eventually;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can't be opened, and calls that fail. */
class TtyFaultTest extends TtyTest {
    /** How many calls opening makes. */
    private static final int CALLS = 11;

    /** Which of them asks for the number of the device: an error says that it has none. */
    private static final int CALL_FOR_DEVICE = 2;

    /** Which of them asks whether it is this process's own terminal: an error says that it is not. */
    private static final int CALL_FOR_FOREGROUND = 7;

    private Tty.Open at(String path) {
        return new Tty.Open(Path.of(path), TerminalOptions.serial(9_600), owner.ref());
    }

    @Test
    void whatIsNoTerminalIsRefused() {
        TtyException refusal = refused(at("/dev/null"));
        assertThat(refusal).hasMessage("ioctl(TCGETS2)('/dev/null'): ENOTTY (Inappropriate ioctl for device)");
        assertThat(refusal.errno()).isEqualTo(Errno.ENOTTY);
        assertThat(refusal.call()).isEqualTo("ioctl(TCGETS2)");
        assertThat(refusal.path()).isEqualTo("/dev/null");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThat(refused(at("/nowhere"))).hasMessage("open('/nowhere'): ENOENT (No such file or directory)");
    }

    @Test
    void whatIsNotForUsIsRefused() {
        FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux()).fail("openat", 1, Errno.EACCES);
        terminals = TtyExtension.get(kit.system()).spawn(syscalls, "forbidden");
        assertThat(refused(at(pty.path))).hasMessage("open('" + pty.path + "'): EACCES (Permission denied)");
    }

    @Test
    void whoMayNotDoAllIsRefusedByTheKernel(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(
                folder.resolve("forbidden"), java.nio.file.attribute.PosixFilePermissions.asFileAttribute(Set.of()));
        assumeTrue(!Files.isReadable(file), "this process may not read everything");
        assertThat(refused(at(file.toString())).errno()).isEqualTo(Errno.EACCES);
    }

    /** Each call of opening fails once: what was opened is closed, and behaves as before. */
    @Test
    void whateverFailsLeavesNothingBehind() {
        String before = pty.behaviour();
        for (int nth = 1; nth <= CALLS + 1; nth++) {
            terminals = faulty(nth, "terminal");
            terminals.tell(request(TerminalOptions.serial(9_600)));
            Tty.Event answer = owner.expectMessageClass(Tty.Event.class, PATIENCE);
            if (nth > CALLS || nth == CALL_FOR_DEVICE || nth == CALL_FOR_FOREGROUND) {
                Tty.Opened opened = (Tty.Opened) answer;
                opened.connection().tell(new Tcp.Abort());
                owner.expectTerminated(opened.control(), PATIENCE);
            } else {
                assertThat(((Tty.Failed) answer).cause().errno()).isEqualTo(Errno.ENOMEM);
            }
            Eventually.equal("behaviour after " + nth, pty::behaviour, before);
        }
    }

    @Test
    void whateverFailsLeavesNoPseudoterminalBehind() {
        int nth = 1;
        for (boolean opened = false; !opened; nth++) {
            terminals = faulty(nth, "pty");
            terminals.tell(new Tty.OpenPty(TerminalOptions.raw(), TerminalSize.DEFAULT, true, owner.ref()));
            Tty.Event answer = owner.expectMessageClass(Tty.Event.class, PATIENCE);
            opened = answer instanceof Tty.PtyOpened;
            if (answer instanceof Tty.PtyOpened open) {
                open.connection().tell(new Tcp.Abort());
                owner.expectTerminated(open.control(), PATIENCE);
            }
        }
        assertThat(nth).isGreaterThan(6);
    }

    private ActorRef<Tty.Command> faulty(int nth, String kind) {
        FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux()).fail(FaultySyscalls.ANY, nth, Errno.ENOMEM);
        return TtyExtension.get(kit.system()).spawn(syscalls, "faulty-" + kind + "-" + nth);
    }

    @Test
    void interruptedCallsAreRepeated() {
        for (int nth = 1; nth <= 12; nth++) {
            FaultySyscalls syscalls = new FaultySyscalls(Syscalls.linux());
            for (String call : Set.of("openat", "ioctl", "flock")) {
                syscalls.fail(call, nth, Errno.EINTR);
            }
            terminals = TtyExtension.get(kit.system()).spawn(syscalls, "interrupted-" + nth);
            close(open(TerminalOptions.serial(31_250)));
        }
    }
}
