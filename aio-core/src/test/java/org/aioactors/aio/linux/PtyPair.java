// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/** A pseudoterminal: stands in for a serial line, of which the test is the other end. Both descriptors don't block. */
public final class PtyPair implements AutoCloseable {
    private final Syscalls syscalls = Syscalls.linux();

    /** The end of the test. */
    public final Fd master;

    /** The path of the end under test. */
    public final String path;

    /** Makes one whose other end nobody has opened yet. */
    public PtyPair() {
        int number = SyscallException.check(TtyIo.open(syscalls, "/dev/ptmx"), "open(/dev/ptmx)");
        master = Fd.adopt(syscalls, number, "pty master");
        SyscallException.check(TtyIo.unlockPty(syscalls, number), "unlock", number);
        path = "/dev/pts/" + SyscallException.check(TtyIo.ptyNumber(syscalls, number), "number", number);
    }

    /** Opens the other end; the caller closes it. */
    public Fd openOther() {
        return Fd.adopt(syscalls, SyscallException.check(TtyIo.open(syscalls, path), "open(" + path + ")"), path);
    }

    /** How the other end behaves; the caller closes it. */
    public Termios termios() {
        Termios termios = Termios.allocate();
        SyscallException.check(TtyIo.getTermios(syscalls, master.value(), termios), "TCGETS2", master.value());
        return termios;
    }

    /** The flags and characters of that as text, to compare. */
    public String behaviour() {
        try (Termios termios = termios()) {
            StringBuilder text = new StringBuilder("%x %x %x %x %d"
                    .formatted(termios.input(), termios.output(), termios.control(), termios.local(), termios.baud()));
            for (int i = 0; i < Termios.NCCS; i++) {
                text.append(' ').append(termios.character(i));
            }
            return text.toString();
        }
    }

    /** Writes to the other end's input: the number of bytes that it took, or {@code -errno}. */
    public long write(byte[] bytes, int offset, int length) {
        try (NativeMemory memory = NativeMemory.allocate(length)) {
            memory.buffer().put(0, bytes, offset, length);
            return syscalls.write(master.value(), memory.address(), length);
        }
    }

    /** Reads the other end's output: at most {@code most} bytes, none if there are none now, null at the end. */
    public byte[] read(int most) {
        try (NativeMemory memory = NativeMemory.allocate(most)) {
            long read = syscalls.read(master.value(), memory.address(), most);
            if (read == -Errno.EIO) {
                return null;
            }
            byte[] bytes = new byte[(int) (read == -Errno.EAGAIN ? 0 : SyscallException.check(read, "read"))];
            memory.buffer().get(0, bytes);
            return bytes;
        }
    }

    @Override
    public void close() {
        master.close();
    }
}
