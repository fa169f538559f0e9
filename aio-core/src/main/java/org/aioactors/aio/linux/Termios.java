// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.Map;

/**
 * A {@code struct termios2} in native memory: how a terminal or serial line behaves, {@code termios(3)} and {@code
 * ioctl_tty(2)}. Of the two structures of the kernel it is the one that says a rate as a number, so that any rate can be
 * asked for. Used by one thread at a time; all methods but {@link #close} throw {@link IllegalStateException} once it is
 * closed.
 */
public final class Termios extends NativeStruct {
    /** Input: a break is ignored. */
    public static final int IGNBRK = 0x1;
    /** Input: a break flushes the queues and is a signal to the foreground. */
    public static final int BRKINT = 0x2;
    /** Input: a byte with a wrong parity or frame is dropped. */
    public static final int IGNPAR = 0x4;
    /** Input: breaks and wrong bytes are marked by {@code 0xff 0}, and {@code 0xff} is doubled. */
    public static final int PARMRK = 0x8;
    /** Input: parity is checked. */
    public static final int INPCK = 0x10;
    /** Input: the eighth bit is cut off. */
    public static final int ISTRIP = 0x20;
    /** Input: a newline becomes a carriage return. */
    public static final int INLCR = 0x40;
    /** Input: a carriage return is dropped. */
    public static final int IGNCR = 0x80;
    /** Input: a carriage return becomes a newline. */
    public static final int ICRNL = 0x100;
    /** Input: upper case becomes lower case. */
    public static final int IUCLC = 0x200;
    /** Input: the peer stops and starts our output by characters. */
    public static final int IXON = 0x400;
    /** Input: any character starts output again. */
    public static final int IXANY = 0x800;
    /** Input: we stop and start the peer's output by characters. */
    public static final int IXOFF = 0x1000;
    /** Input: a bell when the queue is full. */
    public static final int IMAXBEL = 0x2000;
    /** Input: erasing takes a whole character of UTF-8. */
    public static final int IUTF8 = 0x4000;

    /** Output: the other flags of output count. */
    public static final int OPOST = 0x1;
    /** Output: a carriage return goes before each newline. */
    public static final int ONLCR = 0x4;

    /** Control: the bits of the rate. */
    public static final int CBAUD = 0x100f;
    /** Control: the rate is the number in the structure. */
    public static final int BOTHER = 0x1000;
    /** Control: the bits of a byte's size. */
    public static final int CSIZE = 0x30;
    /** Control: bytes of five bits. */
    public static final int CS5 = 0x0;
    /** Control: bytes of six bits. */
    public static final int CS6 = 0x10;
    /** Control: bytes of seven bits. */
    public static final int CS7 = 0x20;
    /** Control: bytes of eight bits. */
    public static final int CS8 = 0x30;
    /** Control: two stop bits. */
    public static final int CSTOPB = 0x40;
    /** Control: the receiver is on. */
    public static final int CREAD = 0x80;
    /** Control: bytes have a parity bit. */
    public static final int PARENB = 0x100;
    /** Control: the parity is odd; with {@link #CMSPAR} the bit is always 1. */
    public static final int PARODD = 0x200;
    /** Control: the last close lowers the modem lines. */
    public static final int HUPCL = 0x400;
    /** Control: the modem's carrier means nothing. */
    public static final int CLOCAL = 0x800;
    /** Control: the parity bit is always the same. */
    public static final int CMSPAR = 0x40000000;
    /** Control: RTS and CTS stop and start the two ends. */
    public static final int CRTSCTS = 0x80000000;
    /** By how many bits the rate of input is above that of output; 0 there is the same rate. */
    public static final int IBSHIFT = 16;

    /** Local: some characters are signals. */
    public static final int ISIG = 0x1;
    /** Local: input comes in lines, which can be edited. */
    public static final int ICANON = 0x2;
    /** Local: input is echoed. */
    public static final int ECHO = 0x8;
    /** Local: the erase character erases on the screen. */
    public static final int ECHOE = 0x10;
    /** Local: the kill character ends the line on the screen. */
    public static final int ECHOK = 0x20;
    /** Local: a newline is echoed even without {@link #ECHO}. */
    public static final int ECHONL = 0x40;
    /** Local: what is in the background and writes is stopped. */
    public static final int TOSTOP = 0x100;
    /** Local: control characters are echoed as {@code ^X}. */
    public static final int ECHOCTL = 0x200;
    /** Local: the kill character erases the line on the screen. */
    public static final int ECHOKE = 0x800;
    /** Local: some more characters mean something. */
    public static final int IEXTEN = 0x8000;

    /** Control character: how long a read waits between bytes, in tenths of a second. */
    public static final int VTIME = 5;
    /** Control character: how many bytes a read waits for. */
    public static final int VMIN = 6;

    /*
     * struct termios2 {
     *     tcflag_t c_iflag, c_oflag, c_cflag, c_lflag;     // unsigned int
     *     cc_t c_line;                                     // unsigned char
     *     cc_t c_cc[19];
     *     speed_t c_ispeed, c_ospeed;                      // unsigned int
     * };
     */
    static final int SIZE_TERMIOS2 = 44;
    static final int OFFSET_IFLAG = 0;
    static final int OFFSET_OFLAG = 4;
    static final int OFFSET_CFLAG = 8;
    static final int OFFSET_LFLAG = 12;
    static final int OFFSET_CC = 17;
    static final int OFFSET_ISPEED = 36;
    static final int OFFSET_OSPEED = 40;
    static final int NCCS = 19;

    /**
     * The rates that have a number of their own in {@link #CBAUD}. They are asked for by that, so that programs that know only
     * the older structure read them as well.
     */
    static final Map<Integer, Integer> CODES = Map.ofEntries(
            Map.entry(50, 0x1),
            Map.entry(75, 0x2),
            Map.entry(110, 0x3),
            Map.entry(134, 0x4),
            Map.entry(150, 0x5),
            Map.entry(200, 0x6),
            Map.entry(300, 0x7),
            Map.entry(600, 0x8),
            Map.entry(1_200, 0x9),
            Map.entry(1_800, 0xa),
            Map.entry(2_400, 0xb),
            Map.entry(4_800, 0xc),
            Map.entry(9_600, 0xd),
            Map.entry(19_200, 0xe),
            Map.entry(38_400, 0xf),
            Map.entry(57_600, 0x1001),
            Map.entry(115_200, 0x1002),
            Map.entry(230_400, 0x1003),
            Map.entry(460_800, 0x1004),
            Map.entry(500_000, 0x1005),
            Map.entry(576_000, 0x1006),
            Map.entry(921_600, 0x1007),
            Map.entry(1_000_000, 0x1008),
            Map.entry(1_152_000, 0x1009),
            Map.entry(1_500_000, 0x100a),
            Map.entry(2_000_000, 0x100b),
            Map.entry(2_500_000, 0x100c),
            Map.entry(3_000_000, 0x100d),
            Map.entry(3_500_000, 0x100e),
            Map.entry(4_000_000, 0x100f));

    private Termios() {
        super(SIZE_TERMIOS2);
    }

    /**
     * Allocates an empty one, to be filled in by {@link TtyIo#getTermios}.
     *
     * @throws OutOfMemoryError if there is no native memory left
     */
    public static Termios allocate() {
        return new Termios();
    }

    /** A copy in memory of its own. */
    public Termios copy() {
        Termios copy = new Termios();
        copy.buffer().put(0, buffer(), 0, SIZE_TERMIOS2);
        return copy;
    }

    /** The flags of input. */
    public int input() {
        return buffer().getInt(OFFSET_IFLAG);
    }

    /** The flags of output. */
    public int output() {
        return buffer().getInt(OFFSET_OFLAG);
    }

    /** The flags of control, which are those of the line. */
    public int control() {
        return buffer().getInt(OFFSET_CFLAG);
    }

    /** The local flags. */
    public int local() {
        return buffer().getInt(OFFSET_LFLAG);
    }

    /** Changes flags of input: first those of {@code off} are cleared, then those of {@code on} set. */
    public void changeInput(int off, int on) {
        change(OFFSET_IFLAG, off, on);
    }

    /** The same for flags of output. */
    public void changeOutput(int off, int on) {
        change(OFFSET_OFLAG, off, on);
    }

    /** The same for flags of control. */
    public void changeControl(int off, int on) {
        change(OFFSET_CFLAG, off, on);
    }

    /** The same for local flags. */
    public void changeLocal(int off, int on) {
        change(OFFSET_LFLAG, off, on);
    }

    private void change(int offset, int off, int on) {
        buffer().putInt(offset, (buffer().getInt(offset) & ~off) | on);
    }

    /** A control character, or a number in its place, such as {@link #VMIN}. */
    public int character(int index) {
        return buffer().get(OFFSET_CC + index) & 0xff;
    }

    /** Sets a control character. */
    public void setCharacter(int index, int value) {
        buffer().put(OFFSET_CC + index, (byte) value);
    }

    /** The rate of output in bits a second; 0 hangs up. Of a structure that the kernel has filled in. */
    public int baud() {
        return buffer().getInt(OFFSET_OSPEED);
    }

    /** Asks for a rate of output, and for the same of input, in bits a second. */
    public void setBaud(int baud) {
        changeControl(CBAUD | CBAUD << IBSHIFT, CODES.getOrDefault(baud, BOTHER));
        buffer().putInt(OFFSET_ISPEED, baud).putInt(OFFSET_OSPEED, baud);
    }
}
