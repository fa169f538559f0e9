// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.aioactors.aio.linux.TtyIo;

/** A wire of a serial line that is on or off. */
public enum ModemLine {
    /** Data terminal ready: we are there. */
    DTR(TtyIo.TIOCM_DTR, true),
    /** Request to send: the other end may send. With hardware flow control it is the kernel's. */
    RTS(TtyIo.TIOCM_RTS, true),
    /** Clear to send: we may send. */
    CTS(TtyIo.TIOCM_CTS, false),
    /** Data set ready: the other end is there. */
    DSR(TtyIo.TIOCM_DSR, false),
    /** Data carrier detect: the modem hears another one. */
    DCD(TtyIo.TIOCM_CAR, false),
    /** Ring indicator: somebody calls the modem. */
    RI(TtyIo.TIOCM_RNG, false);

    private final int bit;
    private final boolean output;

    ModemLine(int bit, boolean output) {
        this.bit = bit;
        this.output = output;
    }

    /** Whether it is ours to switch. */
    public boolean isOutput() {
        return output;
    }

    static int bits(Set<ModemLine> lines) {
        int bits = 0;
        for (ModemLine line : lines) {
            bits |= line.bit;
        }
        return bits;
    }

    /** Those whose bits are set; can't be changed. */
    static Set<ModemLine> of(int bits) {
        EnumSet<ModemLine> lines = EnumSet.noneOf(ModemLine.class);
        for (ModemLine line : values()) {
            if ((bits & line.bit) != 0) {
                lines.add(line);
            }
        }
        return Collections.unmodifiableSet(lines);
    }
}
