// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import org.aioactors.aio.linux.Termios;
import org.aioactors.os.tty.LineSettings.FlowControl;
import org.aioactors.os.tty.LineSettings.Parity;
import org.jspecify.annotations.Nullable;

/** What {@link TerminalOptions} mean in the words of {@code termios(3)}, and back. */
final class TermiosPlan {
    /**
     * By what part of the rate that was asked for the driver's may differ. Two ends of eight data bits understand each other up
     * to 5 % between them; half of the rest is left to the other end.
     */
    private static final double BAUD_TOLERANCE = 0.02;

    private static final int MARKING = Termios.IGNBRK | Termios.BRKINT | Termios.IGNPAR | Termios.PARMRK;
    private static final int TRANSLATING =
            Termios.ISTRIP | Termios.INLCR | Termios.IGNCR | Termios.ICRNL | Termios.IUCLC | Termios.IMAXBEL;
    private static final int STOPPING = Termios.IXON | Termios.IXANY | Termios.IXOFF;
    private static final int EDITING = Termios.ECHO
            | Termios.ECHOE
            | Termios.ECHOK
            | Termios.ECHOCTL
            | Termios.ECHOKE
            | Termios.ICANON
            | Termios.ISIG
            | Termios.IEXTEN;
    private static final int PARITY = Termios.PARENB | Termios.PARODD | Termios.CMSPAR;

    private TermiosPlan() {}

    /** Changes what the options say, and leaves the rest. */
    static void apply(TerminalOptions options, Termios termios) {
        switch (options.mode()) {
            case RAW -> raw(termios);
            case COOKED -> cooked(termios);
            case UNCHANGED -> {}
        }
        LineSettings line = options.line();
        if (line != null) {
            line(line, termios);
            termios.changeControl(Termios.CLOCAL, options.carrier() ? 0 : Termios.CLOCAL);
            termios.changeInput(Termios.INPCK, line.parity() == Parity.NONE ? 0 : Termios.INPCK);
        }
        if (options.marks()) {
            termios.changeInput(0, Termios.PARMRK | Termios.INPCK);
        }
    }

    /** As {@code cfmakeraw(3)}, and without flow control by characters. */
    private static void raw(Termios termios) {
        termios.changeInput(MARKING | TRANSLATING | STOPPING, 0);
        termios.changeOutput(Termios.OPOST, 0);
        termios.changeLocal(EDITING | Termios.ECHONL | Termios.TOSTOP, 0);
        termios.changeControl(Termios.CSIZE | Termios.PARENB, Termios.CS8 | Termios.CREAD);
        termios.setCharacter(Termios.VMIN, 1);
        termios.setCharacter(Termios.VTIME, 0);
    }

    private static void cooked(Termios termios) {
        termios.changeInput(MARKING | TRANSLATING | STOPPING, Termios.BRKINT | Termios.ICRNL | Termios.IXON);
        termios.changeOutput(0, Termios.OPOST | Termios.ONLCR);
        termios.changeLocal(Termios.ECHONL | Termios.TOSTOP, EDITING);
        termios.changeControl(0, Termios.CREAD);
    }

    private static void line(LineSettings line, Termios termios) {
        int size =
                switch (line.dataBits()) {
                    case 5 -> Termios.CS5;
                    case 6 -> Termios.CS6;
                    case 7 -> Termios.CS7;
                    default -> Termios.CS8;
                };
        int parity =
                switch (line.parity()) {
                    case NONE -> 0;
                    case EVEN -> Termios.PARENB;
                    case ODD -> Termios.PARENB | Termios.PARODD;
                    case MARK -> Termios.PARENB | Termios.CMSPAR | Termios.PARODD;
                    case SPACE -> Termios.PARENB | Termios.CMSPAR;
                };
        int stop = line.stopBits() == 2 ? Termios.CSTOPB : 0;
        int hardware = line.flowControl() == FlowControl.HARDWARE ? Termios.CRTSCTS : 0;
        termios.changeControl(
                Termios.CSIZE | PARITY | Termios.CSTOPB | Termios.CRTSCTS,
                size | parity | stop | hardware | Termios.CREAD);
        boolean software = line.flowControl() == FlowControl.SOFTWARE;
        termios.changeInput(STOPPING, software ? Termios.IXON | Termios.IXOFF : 0);
        termios.setBaud(line.baud());
    }

    /** The settings of the line that a structure filled in by the kernel has. */
    static LineSettings line(Termios termios) {
        int control = termios.control();
        int dataBits = 5 + (control & Termios.CSIZE) / Termios.CS6;
        int stopBits = (control & Termios.CSTOPB) != 0 ? 2 : 1;
        return new LineSettings(termios.baud(), dataBits, parity(control), stopBits, flowControl(termios));
    }

    private static Parity parity(int control) {
        if ((control & Termios.PARENB) == 0) {
            return Parity.NONE;
        }
        boolean odd = (control & Termios.PARODD) != 0;
        if ((control & Termios.CMSPAR) != 0) {
            return odd ? Parity.MARK : Parity.SPACE;
        }
        return odd ? Parity.ODD : Parity.EVEN;
    }

    private static FlowControl flowControl(Termios termios) {
        if ((termios.control() & Termios.CRTSCTS) != 0) {
            return FlowControl.HARDWARE;
        }
        return (termios.input() & Termios.IXOFF) != 0 ? FlowControl.SOFTWARE : FlowControl.NONE;
    }

    /**
     * Where the driver has not followed, in a few words; null if it has. The kernel does not say so: its call succeeds if it has
     * made any of the changes.
     */
    static @Nullable String refusal(TerminalOptions options, Termios now) {
        LineSettings asked = options.line();
        if (asked == null) {
            return null;
        }
        LineSettings taken = line(now);
        boolean sameBaud = Math.abs(taken.baud() - (double) asked.baud()) <= asked.baud() * BAUD_TOLERANCE;
        boolean same = sameBaud && taken.withBaud(asked.baud()).equals(asked);
        return same ? null : "the driver took " + taken + " in place of " + asked;
    }
}
