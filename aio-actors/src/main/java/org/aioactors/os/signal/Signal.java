// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import java.util.List;
import java.util.Locale;

/**
 * A signal of Linux, see {@code signal(7)}; the numbers are those of all platforms that we run on.
 *
 * @param number from 1 to 64
 */
public record Signal(int number) {
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private static final int MAX = 64;

    /** The first that is free for any use; the C library keeps two or three below it for itself. */
    private static final int FIRST_REALTIME = 34;

    /** The terminal is gone; by custom: read your configuration again. */
    public static final Signal HUP = new Signal(1);
    /** Control-C. */
    public static final Signal INT = new Signal(2);
    /** Control-backslash; a JVM prints its stacks. */
    public static final Signal QUIT = new Signal(3);
    /** A call of {@code abort(3)}. */
    public static final Signal ABRT = new Signal(6);
    /** Ends a process whatever it does. */
    public static final Signal KILL = new Signal(9);
    /** For any use. */
    public static final Signal USR1 = new Signal(10);
    /** For any use, but that a JVM needs it for itself. */
    public static final Signal USR2 = new Signal(12);
    /** Nobody reads what is written. */
    public static final Signal PIPE = new Signal(13);
    /** Please end. */
    public static final Signal TERM = new Signal(15);
    /** A child has ended. */
    public static final Signal CHLD = new Signal(17);
    /** Goes on after STOP. */
    public static final Signal CONT = new Signal(18);
    /** Stops a process until CONT, whatever it does. */
    public static final Signal STOP = new Signal(19);
    /** Control-Z. */
    public static final Signal TSTP = new Signal(20);
    /** The window of the terminal has another size. */
    public static final Signal WINCH = new Signal(28);

    /** Checks the number; throws {@link IllegalArgumentException} if there is no such signal. */
    public Signal {
        if (number < 1 || number > MAX) {
            throw new IllegalArgumentException("a signal has a number from 1 to " + MAX + ": " + number);
        }
    }

    /**
     * The signal of that name.
     *
     * @param name such as {@code TERM} or {@code SIGTERM}
     * @throws IllegalArgumentException if there is none
     */
    public static Signal of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        int index = NAMES.indexOf(upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper);
        if (index < 0) {
            throw new IllegalArgumentException("no signal has the name " + name + "; known are " + NAMES);
        }
        return new Signal(index + 1);
    }

    /** Its name without SIG, such as {@code TERM}; for one without a name {@code RTMIN+} and how many it comes after that. */
    public String name() {
        return number <= NAMES.size() ? NAMES.get(number - 1) : "RTMIN+" + (number - FIRST_REALTIME);
    }

    @Override
    public String toString() {
        return "SIG" + name();
    }
}
