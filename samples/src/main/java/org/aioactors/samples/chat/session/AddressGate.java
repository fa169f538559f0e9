// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

import java.net.InetAddress;
import org.aioactors.samples.chat.limit.AddressLimits;
import org.aioactors.samples.chat.limit.QuitReason;
import org.jspecify.annotations.Nullable;

/** A connection's place among those of its address. One session's. */
final class AddressGate {
    private final AddressLimits limits;
    private final InetAddress address;
    private boolean admitted;

    AddressGate(SessionServices services, InetAddress address) {
        this.limits = services.addresses();
        this.address = address;
    }

    /** Takes a place; returns why there is none, or null. */
    @Nullable String refusal() {
        AddressLimits.Verdict verdict = limits.admit(address, System.nanoTime());
        admitted = verdict == AddressLimits.Verdict.ADMITTED;
        return switch (verdict) {
            case ADMITTED -> null;
            case TOO_MANY -> QuitReason.TOO_MANY_CONNECTIONS;
            case TOO_FAST -> QuitReason.THROTTLED;
        };
    }

    /** Gives the place back. Idempotent. */
    void release() {
        if (admitted) {
            admitted = false;
            limits.release(address, System.nanoTime());
        }
    }
}
