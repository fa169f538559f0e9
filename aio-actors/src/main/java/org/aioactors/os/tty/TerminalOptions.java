// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a terminal or serial line is to behave. Immutable: each method returns another one.
 *
 * <pre>{@code
 * TerminalOptions.serial(115_200)
 * TerminalOptions.serial(LineSettings.of(9_600).withParity(Parity.EVEN).withDataBits(7)).withMarks()
 * }</pre>
 *
 * @param mode what the kernel makes of the bytes
 * @param line what both ends agree on; null leaves it as it is
 * @param exclusive whether nobody else may have the terminal at the same time
 * @param carrier whether the end of the modem's carrier is the end of the connection; only where {@code line} is given
 * @param marks whether breaks and damaged bytes are marked in what is received, see {@link LineMarks}; only in raw mode
 * @param drainTimeout how long closing waits for the line to send what was written, before that is dropped
 */
public record TerminalOptions(
        Mode mode,
        @Nullable LineSettings line,
        boolean exclusive,
        boolean carrier,
        boolean marks,
        Duration drainTimeout) {
    /** What the kernel makes of the bytes, {@code termios(3)}. */
    public enum Mode {
        /** Nothing: all 256 values pass as they are, at once, without an echo, and none is a signal. */
        RAW,
        /** Lines that can be edited, with an echo; interrupt and end of file are characters; what shells are used to. */
        COOKED,
        /** What it did before. */
        UNCHANGED
    }

    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    /** Checks the values; throws {@link IllegalArgumentException} for what does not fit together. */
    public TerminalOptions {
        if (marks && mode != Mode.RAW) {
            throw new IllegalArgumentException("marks are for raw mode, not for " + mode);
        }
        if (line != null && line.baud() == 0) {
            throw new IllegalArgumentException("baud must be at least 1; 0 would hang up");
        }
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException("drainTimeout must not be negative: " + drainTimeout);
        }
    }

    private static TerminalOptions of(Mode mode, @Nullable LineSettings line, boolean exclusive) {
        return new TerminalOptions(mode, line, exclusive, false, false, DRAIN_TIMEOUT);
    }

    /** A serial line in raw mode, for us alone. */
    public static TerminalOptions serial(LineSettings line) {
        return of(Mode.RAW, line, true);
    }

    /** The same with {@link LineSettings#of}. */
    public static TerminalOptions serial(int baud) {
        return serial(LineSettings.of(baud));
    }

    /** Raw mode, on the line as it is, but with bytes of eight bits without parity. */
    public static TerminalOptions raw() {
        return of(Mode.RAW, null, false);
    }

    /** Cooked mode, on the line as it is. */
    public static TerminalOptions cooked() {
        return of(Mode.COOKED, null, false);
    }

    /** All as it is. */
    public static TerminalOptions unchanged() {
        return of(Mode.UNCHANGED, null, false);
    }

    /**
     * For us alone, or not: others are refused with {@code EBUSY} by the kernel, unless they may do all ({@code
     * CAP_SYS_ADMIN}); and by a lock ({@code flock(2)}) that those who ask for it heed, whoever they are.
     */
    public TerminalOptions withExclusive(boolean on) {
        return new TerminalOptions(mode, line, on, carrier, marks, drainTimeout);
    }

    /** The end of the modem's carrier is the end of the connection. */
    public TerminalOptions withCarrier() {
        return new TerminalOptions(mode, line, exclusive, true, marks, drainTimeout);
    }

    /** Breaks and damaged bytes are marked. */
    public TerminalOptions withMarks() {
        return new TerminalOptions(mode, line, exclusive, carrier, true, drainTimeout);
    }

    /** Closing waits for so long at most. */
    public TerminalOptions withDrainTimeout(Duration other) {
        return new TerminalOptions(mode, line, exclusive, carrier, marks, other);
    }
}
