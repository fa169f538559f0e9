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

    /** What a handler with a read callback asks for (S30). */
    public static final int READ_INTEREST = IN | HUP | ERR;

    /** What a handler with a write callback asks for (S30). */
    public static final int WRITE_INTEREST = OUT | ERR;

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
        int unknown = events & ~(IN | OUT | ERR | HUP | NVAL);
        append(text, events, unknown, "0x" + Integer.toHexString(unknown));
        return text.toString();
    }

    private static void append(StringBuilder text, int events, int bit, String name) {
        if ((events & bit) != 0) {
            text.append(text.isEmpty() ? "" : "|").append(name);
        }
    }
}
