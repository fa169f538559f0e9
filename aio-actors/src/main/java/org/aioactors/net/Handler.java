// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

/** Who hears of a connection. Loop thread only. */
interface Handler extends ReadCredit.Asked {
    /** Nobody. */
    Handler NONE = new Handler() {
        @Override
        public void tell(Tcp.Event event) {}

        @Override
        public boolean ask(long mark) {
            return false;
        }
    };

    /** Whether {@link #ask} may be answered. */
    default boolean canBeAsked() {
        return false;
    }

    /** Tells it an event. What its owner's function throws comes out of here. */
    void tell(Tcp.Event event);
}
