// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.aioactors.aio.linux.Termios;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What options mean to the kernel, without one. */
class TermiosPlanTest {
    private final Termios termios = Termios.allocate();

    @AfterEach
    void free() {
        termios.close();
    }

    @Test
    void everyLineIsReadBackAsItWasAskedFor() {
        for (int dataBits = 5; dataBits <= 8; dataBits++) {
            for (int stopBits = 1; stopBits <= 2; stopBits++) {
                for (LineSettings.Parity parity : LineSettings.Parity.values()) {
                    for (LineSettings.FlowControl flow : LineSettings.FlowControl.values()) {
                        LineSettings line = new LineSettings(74_880, dataBits, parity, stopBits, flow);
                        TermiosPlan.apply(TerminalOptions.serial(line), termios);
                        assertThat(TermiosPlan.line(termios)).isEqualTo(line);
                        assertThat(TermiosPlan.refusal(TerminalOptions.serial(line), termios))
                                .isNull();
                    }
                }
            }
        }
    }

    @Test
    void aRateIsTakenIfItIsCloseEnough() {
        TerminalOptions options = TerminalOptions.serial(115_200);
        TermiosPlan.apply(options, termios);
        termios.setBaud(117_000);
        assertThat(TermiosPlan.refusal(options, termios)).isNull();
        termios.setBaud(113_000);
        assertThat(TermiosPlan.refusal(options, termios)).isNull();
        termios.setBaud(118_000);
        assertThat(TermiosPlan.refusal(options, termios))
                .isEqualTo("the driver took 118000 8N1 in place of 115200 8N1");
        termios.setBaud(9_600);
        assertThat(TermiosPlan.refusal(options, termios)).contains("9600 8N1");
        assertThat(TermiosPlan.refusal(TerminalOptions.raw(), termios)).isNull();
    }

    @Test
    void rawModeTakesAllTranslationsAway() {
        termios.changeInput(0, -1);
        termios.changeOutput(0, -1);
        termios.changeLocal(0, -1);
        TermiosPlan.apply(TerminalOptions.raw(), termios);
        assertThat(termios.input() & 0x3fff).isEqualTo(Termios.INPCK);
        assertThat(termios.output() & Termios.OPOST).isZero();
        assertThat(termios.local() & (Termios.ICANON | Termios.ECHO | Termios.ECHONL | Termios.ISIG | Termios.IEXTEN))
                .isZero();
        assertThat(termios.character(Termios.VMIN)).isEqualTo(1);
        assertThat(termios.character(Termios.VTIME)).isZero();
    }

    @Test
    void carrierAndMarksAreFlags() {
        TermiosPlan.apply(TerminalOptions.serial(9_600), termios);
        assertThat(termios.control() & Termios.CLOCAL).isNotZero();
        assertThat(termios.input() & (Termios.PARMRK | Termios.INPCK)).isZero();
        TermiosPlan.apply(TerminalOptions.serial(9_600).withCarrier().withMarks(), termios);
        assertThat(termios.control() & Termios.CLOCAL).isZero();
        assertThat(termios.input() & (Termios.PARMRK | Termios.INPCK)).isEqualTo(Termios.PARMRK | Termios.INPCK);
    }

    @Test
    void optionsThatMeanNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TerminalOptions.cooked().withMarks())
                .withMessage("marks are for raw mode, not for COOKED");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TerminalOptions.serial(0))
                .withMessage("baud must be at least 1; 0 would hang up");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineSettings.of(9_600).withDataBits(9))
                .withMessage("dataBits must be from 5 to 8: 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineSettings.of(9_600).withStopBits(3))
                .withMessage("stopBits must be 1 or 2: 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LineSettings.of(-1))
                .withMessage("baud must not be negative: -1");
    }
}
