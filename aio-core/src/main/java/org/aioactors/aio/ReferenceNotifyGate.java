// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.linux.EventNotifier;

/**
 * {@link NotifyGate} as the reference machine has it (S49, S62): each notification of a loop that may sleep writes the
 * eventfd, and a turn inside a foreign wait owes the other loop nothing.
 */
final class ReferenceNotifyGate extends NotifyGate {
    ReferenceNotifyGate(String contextName, EventNotifier notifier) {
        super(contextName, notifier);
    }

    @Override
    void notifyLoop() {
        announce();
        endAnySleep();
    }

    @Override
    boolean accept() {
        return takeNotified();
    }
}
