// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import java.util.Objects;

/**
 * What both ends of a serial line must agree on. Immutable.
 *
 * @param baud bits a second, any number; the driver takes the nearest that it has. 0 is a line that was hung up, and can't be
 *     asked for
 * @param dataBits of each byte, 5 to 8
 * @param stopBits after each byte, 1 or 2; with 5 data bits 2 means one and a half
 */
public record LineSettings(int baud, int dataBits, Parity parity, int stopBits, FlowControl flowControl) {
    /** What the bit after the data is. */
    public enum Parity {
        /** There is none. */
        NONE,
        /** It makes the number of ones even. */
        EVEN,
        /** It makes the number of ones odd. */
        ODD,
        /** It is 1. */
        MARK,
        /** It is 0. */
        SPACE
    }

    /** How the end that receives has the other one wait. */
    public enum FlowControl {
        /** Not at all. */
        NONE,
        /** By the lines RTS and CTS. */
        HARDWARE,
        /** By the characters XOFF and XON (19 and 17), in both directions; they can't be data then. */
        SOFTWARE
    }

    /** Checks the values; throws {@link IllegalArgumentException} for one that is out of range. */
    public LineSettings {
        Objects.requireNonNull(parity, "parity");
        Objects.requireNonNull(flowControl, "flowControl");
        check(baud >= 0, "baud must not be negative", baud);
        check(dataBits >= 5 && dataBits <= 8, "dataBits must be from 5 to 8", dataBits);
        check(stopBits == 1 || stopBits == 2, "stopBits must be 1 or 2", stopBits);
    }

    private static void check(boolean right, String rule, int value) {
        if (!right) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }

    /** Eight data bits, no parity, one stop bit, no flow control: what most devices have. */
    public static LineSettings of(int baud) {
        return new LineSettings(baud, 8, Parity.NONE, 1, FlowControl.NONE);
    }

    /** With another rate, in bits a second. */
    public LineSettings withBaud(int other) {
        return new LineSettings(other, dataBits, parity, stopBits, flowControl);
    }

    /** With so many data bits. */
    public LineSettings withDataBits(int other) {
        return new LineSettings(baud, other, parity, stopBits, flowControl);
    }

    /** With another parity. */
    public LineSettings withParity(Parity other) {
        return new LineSettings(baud, dataBits, other, stopBits, flowControl);
    }

    /** With so many stop bits. */
    public LineSettings withStopBits(int other) {
        return new LineSettings(baud, dataBits, parity, other, flowControl);
    }

    /** With another flow control. */
    public LineSettings withFlowControl(FlowControl other) {
        return new LineSettings(baud, dataBits, parity, stopBits, other);
    }

    /** In the usual short form, such as {@code 115200 8N1}. */
    @Override
    public String toString() {
        String flow =
                switch (flowControl) {
                    case NONE -> "";
                    case HARDWARE -> " RTS/CTS";
                    case SOFTWARE -> " XON/XOFF";
                };
        return baud + " " + dataBits + parity.name().charAt(0) + stopBits + flow;
    }
}
