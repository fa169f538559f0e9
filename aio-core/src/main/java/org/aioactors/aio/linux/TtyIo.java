// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.function.LongSupplier;

/**
 * What terminals, serial lines and pseudoterminals are asked, {@code ioctl_tty(2)}. A signal does not end a call: what was
 * interrupted is repeated. Results are those of {@link Syscalls}, {@code -errno} included: {@code -ENOTTY} says that it is no
 * terminal, or one that has no such thing, {@code -EIO} that it is gone. Any thread; nothing blocks but what says so.
 */
public final class TtyIo {
    /** Changes apply at once. */
    public static final long TCSETS2 = 0x402c542bL;
    /** Changes apply when the line has sent all, for which the call waits. */
    public static final long TCSETSW2 = 0x402c542cL;
    /** Modem line: data terminal ready, an output. */
    public static final int TIOCM_DTR = 0x2;
    /** Modem line: request to send, an output. */
    public static final int TIOCM_RTS = 0x4;
    /** Modem line: clear to send, an input. */
    public static final int TIOCM_CTS = 0x20;
    /** Modem line: data carrier detect, an input. */
    public static final int TIOCM_CAR = 0x40;
    /** Modem line: ring indicator, an input. */
    public static final int TIOCM_RNG = 0x80;
    /** Modem line: data set ready, an input. */
    public static final int TIOCM_DSR = 0x100;

    /** What {@link #flush} drops: what has arrived and was not read. */
    public static final int TCIFLUSH = 0;
    /** What {@link #flush} drops: what was written and not sent. */
    public static final int TCOFLUSH = 1;
    /** What {@link #flush} drops: both. */
    public static final int TCIOFLUSH = 2;

    static final long TCGETS2 = 0x802c542aL;
    static final long TCSBRK = 0x5409;
    static final long TCFLSH = 0x540b;
    static final long TIOCEXCL = 0x540c;
    static final long TIOCNXCL = 0x540d;
    static final long TIOCGPGRP = 0x540f;
    static final long TIOCOUTQ = 0x5411;
    static final long TIOCGWINSZ = 0x5413;
    static final long TIOCSWINSZ = 0x5414;
    static final long TIOCMGET = 0x5415;
    static final long TIOCMBIS = 0x5416;
    static final long TIOCMBIC = 0x5417;
    static final long TIOCSBRK = 0x5427;
    static final long TIOCCBRK = 0x5428;
    static final long TIOCGPTN = 0x80045430L;
    static final long TIOCSPTLCK = 0x40045431L;
    static final long TIOCGDEV = 0x80045432L;
    static final long TIOCGEXCL = 0x80045440L;

    private static final int OPEN_FLAGS = Fcntl.O_RDWR | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY;

    private TtyIo() {}

    /**
     * Opens a terminal to read and write, non-blocking, close-on-exec, never as the process's controlling one. Does not wait
     * for a carrier, but may for a device's driver.
     *
     * @return the descriptor or {@code -errno}
     * @throws IllegalArgumentException if the path has a zero character
     */
    public static int open(Syscalls syscalls, String path) {
        try (NativeMemory name = FileIo.pathName("open", path)) {
            return FileIo.openat(syscalls, Fcntl.AT_FDCWD, name.address(), OPEN_FLAGS, 0);
        }
    }

    /** Fills in how the terminal behaves. */
    public static int getTermios(Syscalls syscalls, int fd, Termios out) {
        return ioctl(syscalls, fd, TCGETS2, out.address());
    }

    /**
     * Has the terminal behave so, as far as it can: a success means that one of the changes was made, and {@link #getTermios}
     * says which.
     *
     * @param when {@link #TCSETS2}, or {@link #TCSETSW2}, which blocks
     */
    public static int setTermios(Syscalls syscalls, int fd, long when, Termios in) {
        return ioctl(syscalls, fd, when, in.address());
    }

    /** The modem lines that are on, as {@code TIOCM_} bits. */
    public static int modemLines(Syscalls syscalls, int fd) {
        return readInt(syscalls, fd, TIOCMGET);
    }

    /** Switches modem lines that are outputs on, those of {@code TIOCM_} bits. */
    public static int raiseModemLines(Syscalls syscalls, int fd, int lines) {
        return writeInt(syscalls, fd, TIOCMBIS, lines);
    }

    /** Switches modem lines that are outputs off. */
    public static int lowerModemLines(Syscalls syscalls, int fd, int lines) {
        return writeInt(syscalls, fd, TIOCMBIC, lines);
    }

    /** Begins a break; {@link #endBreak} ends it. */
    public static int beginBreak(Syscalls syscalls, int fd) {
        return ioctl(syscalls, fd, TIOCSBRK, 0);
    }

    /** Ends a break. */
    public static int endBreak(Syscalls syscalls, int fd) {
        return ioctl(syscalls, fd, TIOCCBRK, 0);
    }

    /** Blocks until the line has sent all, which with flow control may be never ({@code tcdrain(3)}). */
    public static int drain(Syscalls syscalls, int fd) {
        return ioctl(syscalls, fd, TCSBRK, 1);
    }

    /** Drops what is in the queues, such as {@link #TCIFLUSH}. */
    public static int flush(Syscalls syscalls, int fd, int what) {
        return ioctl(syscalls, fd, TCFLSH, what);
    }

    /** How many bytes were written and not sent; what the chip itself holds does not count with all drivers. */
    public static int unsentBytes(Syscalls syscalls, int fd) {
        return readInt(syscalls, fd, TIOCOUTQ);
    }

    /** Fills in the size of the window. */
    public static int getSize(Syscalls syscalls, int fd, WinSize out) {
        return ioctl(syscalls, fd, TIOCGWINSZ, out.address());
    }

    /** Sets the size of the window; if it is another one, the programs in the foreground get {@code SIGWINCH}. */
    public static int setSize(Syscalls syscalls, int fd, WinSize in) {
        return ioctl(syscalls, fd, TIOCSWINSZ, in.address());
    }

    /** Has the kernel refuse to open the terminal again ({@code EBUSY}), but to a process with {@code CAP_SYS_ADMIN}. */
    public static int setExclusive(Syscalls syscalls, int fd, boolean on) {
        return ioctl(syscalls, fd, on ? TIOCEXCL : TIOCNXCL, 0);
    }

    /** Whether somebody has called {@link #setExclusive}: 1 or 0. */
    public static int isExclusive(Syscalls syscalls, int fd) {
        return readInt(syscalls, fd, TIOCGEXCL);
    }

    /** The number of the terminal's device, which it has by whatever path it was opened, {@code /dev/tty} included. */
    public static int device(Syscalls syscalls, int fd) {
        return readInt(syscalls, fd, TIOCGDEV);
    }

    /** The process group in the foreground; {@code -ENOTTY} if it is not the controlling terminal of this process. */
    public static int foregroundGroup(Syscalls syscalls, int fd) {
        return readInt(syscalls, fd, TIOCGPGRP);
    }

    /** The number of the pseudoterminal, for the master's descriptor: its other end is {@code /dev/pts/}number. */
    public static int ptyNumber(Syscalls syscalls, int fd) {
        return readInt(syscalls, fd, TIOCGPTN);
    }

    /** Lets others open the other end, for the master's descriptor. */
    public static int unlockPty(Syscalls syscalls, int fd) {
        return writeInt(syscalls, fd, TIOCSPTLCK, 0);
    }

    private static int readInt(Syscalls syscalls, int fd, long request) {
        try (NativeMemory value = NativeMemory.allocate(Integer.BYTES)) {
            int result = ioctl(syscalls, fd, request, value.address());
            return result < 0 ? result : value.buffer().getInt(0);
        }
    }

    private static int writeInt(Syscalls syscalls, int fd, long request, int argument) {
        try (NativeMemory value = NativeMemory.allocate(Integer.BYTES)) {
            value.buffer().putInt(0, argument);
            return ioctl(syscalls, fd, request, value.address());
        }
    }

    private static int ioctl(Syscalls syscalls, int fd, long request, long argument) {
        return uninterrupted(() -> syscalls.ioctl(fd, request, argument));
    }

    private static int uninterrupted(LongSupplier call) {
        long result;
        do {
            result = call.getAsLong();
        } while (result == -Errno.EINTR);
        return (int) result;
    }
}
