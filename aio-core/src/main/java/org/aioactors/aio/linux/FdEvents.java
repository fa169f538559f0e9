// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * The readiness bits of an fd. {@code poll(2)} and {@code epoll(7)} share these values on every Linux architecture,
 * so one set serves all monitors.
 */
public final class FdEvents {
    /** Readable ({@code POLLIN}). */
    public static final int IN = PollFds.POLLIN;

    /** Writable ({@code POLLOUT}). */
    public static final int OUT = PollFds.POLLOUT;

    /** Error condition ({@code POLLERR}); reported whether asked for or not. */
    public static final int ERR = PollFds.POLLERR;

    /** Hang-up ({@code POLLHUP}); reported whether asked for or not. */
    public static final int HUP = PollFds.POLLHUP;

    /** The fd is not open ({@code POLLNVAL}); only {@code ppoll(2)} reports it. */
    public static final int NVAL = PollFds.POLLNVAL;

    /** Urgent data, or another exceptional condition ({@code POLLPRI}): of sysfs, {@code /proc/mounts}, PSI, V4L2. */
    public static final int PRI = PollFds.POLLPRI;

    /** The peer of a stream socket will send nothing more ({@code POLLRDHUP}). */
    public static final int RDHUP = PollFds.POLLRDHUP;

    /** What a handler with a read callback asks for (S30). */
    public static final int READ_INTEREST = IN | HUP | ERR;

    /** What a handler with a write callback asks for (S30). */
    public static final int WRITE_INTEREST = OUT | ERR;

    /** What a handler with a priority callback asks for; sysfs reports an error with each change. */
    public static final int PRIORITY_INTEREST = PRI | ERR;

    /** What a handler with a callback for the end of the peer's sending asks for. */
    public static final int PEER_CLOSED_INTEREST = RDHUP | HUP;

    /** What lasts, however much is read: the end of a stream, and errors. */
    public static final int ENDS = RDHUP | HUP | ERR;

    private FdEvents() {}

    /** The bits as text, such as {@code IN|HUP}; {@code 0} for none. Any thread; does not block. */
    public static String describe(int events) {
        if (events == 0) {
            return "0";
        }
        StringBuilder text = new StringBuilder();
        append(text, events, IN, "IN");
        append(text, events, OUT, "OUT");
        append(text, events, ERR, "ERR");
        append(text, events, HUP, "HUP");
        append(text, events, NVAL, "NVAL");
        append(text, events, PRI, "PRI");
        append(text, events, RDHUP, "RDHUP");
        int unknown = events & ~(IN | OUT | ERR | HUP | NVAL | PRI | RDHUP);
        append(text, events, unknown, "0x" + Integer.toHexString(unknown));
        return text.toString();
    }

    private static void append(StringBuilder text, int events, int bit, String name) {
        if ((events & bit) != 0) {
            text.append(text.isEmpty() ? "" : "|").append(name);
        }
    }
}
