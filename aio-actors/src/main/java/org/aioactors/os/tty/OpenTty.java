// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.Termios;
import org.aioactors.aio.linux.TtyIo;
import org.aioactors.aio.linux.WinSize;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal that is open, with how it behaved before: owns a descriptor, which is not the one that bytes go through, so that
 * it can still be asked when that is closed. The loop's thread, until that closes it, but for what says that it is for any.
 */
final class OpenTty implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTty.class);

    static final String CLOSED = "it is closed, or about to be";

    private final Syscalls syscalls;
    private final String path;
    private final Fd fd;

    /** How it behaved before. Null for the inner end of a pseudoterminal, which has no behaviour of its own. */
    private final TerminalLayers.@Nullable Layer layer;

    /** What is kept open as long as this is, and is asked nothing; null if there is nothing. */
    private final @Nullable Fd held;

    private final boolean exclusive;

    /** The JVM ends: nothing changes the behaviour any more. Guarded by this. */
    private boolean restored;

    /** Guarded by this. */
    private boolean closed;

    /** Owns all that it is given. */
    OpenTty(
            Syscalls syscalls,
            String path,
            Fd fd,
            TerminalLayers.@Nullable Layer layer,
            @Nullable Fd held,
            boolean exclusive) {
        this.syscalls = syscalls;
        this.path = path;
        this.fd = fd;
        this.layer = layer;
        this.held = held;
        this.exclusive = exclusive;
    }

    Syscalls syscalls() {
        return syscalls;
    }

    String path() {
        return path;
    }

    /** The number of the descriptor, to be used at once. */
    int number() {
        return fd.value();
    }

    /** Another descriptor of the same terminal, which is the caller's. Any thread. */
    synchronized Fd duplicate() {
        if (closed) {
            throw new TtyException("fcntl(F_DUPFD_CLOEXEC)", path, Errno.ECANCELED, CLOSED);
        }
        try {
            return Fcntl.duplicate(syscalls, fd);
        } catch (SyscallException e) {
            throw new TtyException("fcntl(F_DUPFD_CLOEXEC)", path, e.errno());
        }
    }

    /**
     * Has the terminal behave so.
     *
     * @return what the driver has made of that
     * @throws TtyException if the kernel or the driver refuses; then it behaves as before this call, if the driver lets it
     */
    synchronized LineSettings configure(TerminalOptions options) {
        if (restored || closed) {
            throw new TtyException("ioctl(TCSETS2)", path, Errno.ECANCELED, CLOSED);
        }
        try (Termios termios = Termios.allocate()) {
            if (layer == null) {
                configure(options, termios);
            } else {
                Foreground.require(syscalls, fd.value(), path);
                layer.change(() -> configure(options, termios));
            }
            return TermiosPlan.line(termios);
        }
    }

    /** Returns {@code termios}, which is how the terminal behaves then. */
    private Termios configure(TerminalOptions options, Termios termios) {
        read(termios);
        try (Termios present = termios.copy()) {
            TermiosPlan.apply(options, termios);
            write(termios);
            read(termios);
            String refusal = TermiosPlan.refusal(options, termios);
            if (refusal != null) {
                write(present);
                throw new TtyException("ioctl(TCSETS2)", path, Errno.EINVAL, refusal);
            }
            return termios;
        }
    }

    /** The settings of the line. */
    LineSettings line() {
        try (Termios termios = Termios.allocate()) {
            read(termios);
            return TermiosPlan.line(termios);
        }
    }

    private void read(Termios termios) {
        check(TtyIo.getTermios(syscalls, fd.value(), termios), "ioctl(TCGETS2)");
    }

    private void write(Termios termios) {
        check(TtyIo.setTermios(syscalls, fd.value(), TtyIo.TCSETS2, termios), "ioctl(TCSETS2)");
    }

    /** The size of the window. */
    TerminalSize size() {
        try (WinSize size = WinSize.allocate()) {
            check(TtyIo.getSize(syscalls, fd.value(), size), "ioctl(TIOCGWINSZ)");
            return new TerminalSize(size.rows(), size.columns());
        }
    }

    /** Sets the size of the window. */
    void resize(TerminalSize other) {
        try (WinSize size = WinSize.allocate()) {
            size.set(other.rows(), other.columns());
            check(TtyIo.setSize(syscalls, fd.value(), size), "ioctl(TIOCSWINSZ)");
        }
    }

    int check(int result, String call) {
        return TtyException.check(result, call, path);
    }

    /** How many bytes the line has still to send; 0 if that can't be known, as once the terminal is gone. */
    int unsentBytes() {
        return Math.max(0, TtyIo.unsentBytes(syscalls, fd.value()));
    }

    private synchronized boolean hasSentAll() {
        return !closed && unsentBytes() == 0;
    }

    /** Waits until the line has sent all. Any thread; blocks. */
    void drain() {
        try (Fd own = duplicate()) { // which nobody closes meanwhile
            check(TtyIo.drain(syscalls, own.value()), "ioctl(TCSBRK)");
        }
    }

    /**
     * The JVM ends: has the terminal behave as before, now and for good. Does not wait for what is unsent. Idempotent. Any
     * thread.
     */
    synchronized void restore() {
        if (!closed && !restored) {
            restored = true;
            if (layer != null) {
                layer.restoreFirst(this::writeBefore);
            }
        }
    }

    /**
     * Closes the terminal when the line has sent what the chip holds, or drops it if the line has more than that. Any thread;
     * blocks while the driver does.
     */
    void closeDrained() {
        try {
            if (layer != null && hasSentAll()) {
                drain();
            }
        } catch (TtyException gone) {
            LOG.debug("{} has nothing to send", path, gone);
        } finally {
            close();
        }
    }

    /**
     * Has the terminal behave as before, unless others have it open, and closes it; what is unsent is dropped. Idempotent. Any
     * thread.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ExitRestorer.remove(this);
        try (fd;
                held) {
            if (layer != null) {
                if (unsentBytes() > 0) {
                    int unused = TtyIo.flush(syscalls, fd.value(), TtyIo.TCOFLUSH); // else close(2) waits for it
                }
                layer.close(this::writeBefore);
            }
            if (exclusive) {
                int unused = TtyIo.setExclusive(syscalls, fd.value(), false);
            }
        } catch (SyscallException e) {
            LOG.warn("closing {}", path, e);
        }
    }

    private void writeBefore(Termios before) {
        if (!Foreground.is(syscalls, fd.value())) {
            return;
        }
        int result = TtyIo.setTermios(syscalls, fd.value(), TtyIo.TCSETS2, before);
        if (result < 0 && result != -Errno.EIO) { // which says that it is gone
            LOG.warn(
                    "{} does not behave as before: {}",
                    path,
                    new TtyException("ioctl(TCSETS2)", path, -result).getMessage());
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
