// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.Objects;

/** Whether an open connection may be read from, as far as its handler and its listener have a say. Loop thread only. */
final class ReadGate {
    private final ReadCredit credit;
    private final WriteGate writes;
    private final ListenerLimits.Share share;
    private boolean pullMode;

    /** Whether unsent bytes don't stop the reading. */
    private boolean fullDuplex;

    /** By the handler; in pull mode, until it asks for a read. */
    private boolean suspended;

    ReadGate(ReadCredit credit, WriteGate writes, ListenerLimits.Share share, boolean fullDuplex) {
        this.credit = credit;
        this.writes = writes;
        this.share = share;
        this.fullDuplex = fullDuplex;
    }

    void use(RegisterOptions options) {
        pullMode = options.pullMode();
        suspended = pullMode;
        fullDuplex = Objects.requireNonNullElse(options.fullDuplex(), fullDuplex);
    }

    void suspend(boolean on) {
        suspended = on;
    }

    /** Something was read. */
    void received() {
        suspended |= pullMode;
    }

    /** How much may be read by a handler that can say so. */
    int allowance() {
        return suspended ? 0 : unsuspendedAllowance();
    }

    /** How much may be read of a connection that is closing, which can't be suspended; in pull mode as it is asked for. */
    int closingAllowance() {
        return pullMode ? allowance() : unsuspendedAllowance();
    }

    /** Whether each read is asked for, so that the handler decides for how long to wait. */
    boolean isPulled() {
        return pullMode;
    }

    private int unsuspendedAllowance() {
        boolean open = (fullDuplex || !writes.isHigh()) && !credit.isExhausted() && share.allowsReading();
        return !open ? 0 : share.isScarce() ? ListenerLimits.FREE_BYTES : IoBuffers.SIZE;
    }
}
