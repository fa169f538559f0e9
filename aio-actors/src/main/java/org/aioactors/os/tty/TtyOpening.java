// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.Termios;
import org.aioactors.aio.linux.TtyIo;
import org.jspecify.annotations.Nullable;

/**
 * Opens a terminal: the driver of a device may take its time, so {@link #call} is for a thread that may block. What it opens is
 * closed again if nobody waits for it any more.
 */
final class TtyOpening implements Callable<TtyOpening> {
    static final String PTY_MASTER = "/dev/ptmx";

    private final Syscalls syscalls;
    private final String path;
    private final TerminalOptions options;

    /** Null for a terminal, else that of the pseudoterminal. */
    private final Tty.@Nullable OpenPty pty;

    /** Set by {@link #call}, before it returns; null before. Guarded by this. */
    private @Nullable OpenTty tty;

    /** What the driver has made of the options. Guarded by this. */
    private @Nullable LineSettings line;

    /** Guarded by this. */
    private boolean abandoned;

    private TtyOpening(Syscalls syscalls, String path, TerminalOptions options, Tty.@Nullable OpenPty pty) {
        this.syscalls = syscalls;
        this.path = path;
        this.options = options;
        this.pty = pty;
    }

    static TtyOpening of(Syscalls syscalls, Tty.Command command) {
        if (command instanceof Tty.OpenPty pty) {
            return new TtyOpening(syscalls, PTY_MASTER, pty.options(), pty);
        }
        Tty.Open open = (Tty.Open) command;
        return new TtyOpening(syscalls, open.path().toString(), open.options(), null);
    }

    /**
     * Blocks while the driver does.
     *
     * @throws TtyException if it can't be opened
     */
    @Override
    public TtyOpening call() {
        OpenTty opened = pty == null ? openTerminal() : openPty(pty);
        try {
            ExitRestorer.add(opened);
            LineSettings taken = opened.configure(options);
            if (pty != null) {
                opened.resize(pty.size());
            }
            return handOver(opened, taken);
        } catch (RuntimeException | Error failure) {
            opened.close();
            throw failure;
        }
    }

    private synchronized TtyOpening handOver(OpenTty opened, LineSettings taken) {
        if (abandoned) {
            throw new TtyException("open", path, Errno.ECANCELED, "nobody waits for it any more");
        }
        tty = opened;
        line = taken;
        return this;
    }

    /** Nobody waits any more: what it has opened is the caller's to close, and it opens no more. Any thread. */
    synchronized @Nullable OpenTty abandon() {
        abandoned = true;
        return tty;
    }

    /** After {@link #call}. */
    synchronized OpenTty tty() {
        return Objects.requireNonNull(tty);
    }

    /** After {@link #call}. */
    synchronized LineSettings line() {
        return Objects.requireNonNull(line);
    }

    private OpenTty openTerminal() {
        Fd fd = open(path);
        TerminalLayers.Layer layer = null;
        try {
            int device = TtyIo.device(syscalls, fd.value()); // an error says that it is known by none
            // First: whatever else it may be, this changes nothing.
            layer = TerminalLayers.open(
                    device, now -> check(TtyIo.getTermios(syscalls, fd.value(), now), "ioctl(TCGETS2)"));
            if (options.exclusive()) {
                takeAlone(fd);
            }
            return new OpenTty(syscalls, path, fd, layer, null, options.exclusive());
        } catch (RuntimeException | Error failure) {
            if (layer != null) {
                layer.abandon(before -> restore(fd, before));
            }
            fd.closeAfter(failure);
            throw failure;
        }
    }

    /** Another has closed just now, and has left that to us. */
    private void restore(Fd fd, Termios before) {
        if (Foreground.is(syscalls, fd.value())) {
            int unused = TtyIo.setTermios(syscalls, fd.value(), TtyIo.TCSETS2, before); // the failure is what is told
        }
    }

    /** The kernel's own refusal does not concern a process that may do all, nor two that open at the same time. */
    private void takeAlone(Fd fd) {
        int number = fd.value();
        int locked = uninterruptedLock(number);
        boolean taken = check(TtyIo.isExclusive(syscalls, number), "ioctl(TIOCGEXCL)") != 0;
        if (locked == -Errno.EAGAIN || taken) {
            throw busy();
        }
        check(locked, "flock");
        check(TtyIo.setExclusive(syscalls, number, true), "ioctl(TIOCEXCL)");
    }

    private int uninterruptedLock(int number) {
        int result;
        do {
            result = syscalls.flock(number, Fcntl.LOCK_EX | Fcntl.LOCK_NB);
        } while (result == -Errno.EINTR);
        return result;
    }

    private OpenTty openPty(Tty.OpenPty command) {
        Fd master = open(PTY_MASTER);
        try {
            int number = check(TtyIo.ptyNumber(syscalls, master.value()), "ioctl(TIOCGPTN)");
            check(TtyIo.unlockPty(syscalls, master.value()), "ioctl(TIOCSPTLCK)");
            String other = "/dev/pts/" + number;
            Fd held = command.holds() ? open(other) : null;
            return new OpenTty(syscalls, other, master, null, held, false);
        } catch (RuntimeException | Error failure) {
            master.closeAfter(failure);
            throw failure;
        }
    }

    private TtyException busy() {
        return new TtyException("open", path, Errno.EBUSY, "another has it for itself");
    }

    private Fd open(String name) {
        int number = TtyIo.open(syscalls, name);
        if (number == -Errno.EBUSY) {
            throw busy();
        }
        return Fd.adopt(syscalls, TtyException.check(number, "open", name), name);
    }

    private int check(int result, String call) {
        return TtyException.check(result, call, path);
    }
}
