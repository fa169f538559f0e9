// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A context that another loop drives, with every monitor. */
abstract class ForeignLoopContract extends MonitorContract {
    private static final int MANY_TURNS = 64;

    ForeignLoop guest;
    PpollHost host;

    ForeignLoopContract(MonitorSetup setup) {
        super(setup);
    }

    @BeforeEach
    void embed() {
        guest = context.foreignLoop();
        host = closing(new PpollHost(guest));
    }

    /** One turn that does not wait; returns what it called. */
    List<String> look() {
        host.turn(false);
        return takeLog();
    }

    /** Turns that wait, until one has called something: notifications of the context itself may end a wait before. */
    List<String> waitForCallbacks() {
        for (int i = 0; i < MANY_TURNS; i++) {
            host.turn(true);
            if (!log.isEmpty()) {
                return takeLog();
            }
        }
        throw new AssertionError("nothing was called in " + MANY_TURNS + " turns");
    }

    /** The fds that the other loop is to watch. */
    List<Integer> watched() {
        List<Integer> fds = new ArrayList<>();
        for (int i = 0; i < guest.fdCount(); i++) {
            fds.add(guest.fd(i));
        }
        return fds;
    }
}
