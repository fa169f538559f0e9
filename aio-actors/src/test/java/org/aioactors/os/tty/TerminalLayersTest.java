// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.aioactors.aio.linux.Termios;
import org.junit.jupiter.api.Test;

/** What is restored, of a terminal that is a number here. */
class TerminalLayersTest {
    private static final int DEVICE = 4711;

    /** How it behaves. */
    private int baud = 300;

    private TerminalLayers.Layer open(int device) {
        return TerminalLayers.open(device, now -> now.setBaud(baud));
    }

    private void change(TerminalLayers.Layer layer, int other) {
        baud = other;
        try (Termios after = Termios.allocate()) {
            layer.change(() -> {
                after.setBaud(other);
                return after;
            });
        }
    }

    private void write(Termios before) {
        baud = before.baud();
    }

    @Test
    void whoClosesOnTopGivesItBack() {
        TerminalLayers.Layer first = open(DEVICE);
        change(first, 600);
        TerminalLayers.Layer second = open(DEVICE);
        change(second, 1_200);
        second.close(this::write);
        assertThat(baud).isEqualTo(600);
        first.close(this::write);
        assertThat(baud).isEqualTo(300);
        assertThat(TerminalLayers.terminals()).isZero();
    }

    @Test
    void whoClosesBelowLeavesThatToTheOneAbove() {
        TerminalLayers.Layer first = open(DEVICE);
        change(first, 600);
        TerminalLayers.Layer second = open(DEVICE);
        change(second, 1_200);
        TerminalLayers.Layer third = open(DEVICE);
        change(third, 2_400);
        first.close(this::write);
        second.close(this::write);
        assertThat(baud).isEqualTo(2_400);
        third.close(this::write);
        assertThat(baud).isEqualTo(300);
    }

    @Test
    void whoHasChangedNothingRestoresOnlyWhatAnotherHasLeftToIt() {
        TerminalLayers.Layer first = open(DEVICE);
        baud = 600; // by somebody else
        first.abandon(this::write);
        assertThat(baud).isEqualTo(600);
        TerminalLayers.Layer second = open(DEVICE);
        change(second, 1_200);
        TerminalLayers.Layer third = open(DEVICE);
        second.close(this::write);
        assertThat(baud).isEqualTo(1_200);
        third.abandon(this::write);
        assertThat(baud).isEqualTo(600);
    }

    @Test
    void atTheEndOfTheJvmItIsWhatTheFirstHasFound() {
        TerminalLayers.Layer first = open(DEVICE);
        change(first, 600);
        TerminalLayers.Layer second = open(DEVICE);
        change(second, 1_200);
        first.restoreFirst(this::write);
        assertThat(baud).isEqualTo(300);
        second.close(this::write); // at the same time
        assertThat(baud).isEqualTo(300);
        first.close(this::write);
        assertThat(baud).isEqualTo(300);
    }

    @Test
    void othersAreOtherTerminals() {
        TerminalLayers.Layer first = open(DEVICE);
        change(first, 600);
        TerminalLayers.Layer other = open(DEVICE + 1);
        TerminalLayers.Layer unknown = open(-25);
        TerminalLayers.Layer alsoUnknown = open(-25);
        assertThat(TerminalLayers.terminals()).isEqualTo(2);
        change(alsoUnknown, 1_200);
        first.close(this::write);
        assertThat(baud).isEqualTo(300);
        alsoUnknown.close(this::write);
        unknown.close(this::write);
        other.close(this::write);
        assertThat(baud).isEqualTo(600);
        assertThat(TerminalLayers.terminals()).isZero();
    }

    @Test
    void whatCanNotBeReadLeavesNothing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TerminalLayers.open(DEVICE, now -> {
                    throw new IllegalStateException("planted");
                }))
                .withMessage("planted");
        assertThat(TerminalLayers.terminals()).isZero();
    }
}
