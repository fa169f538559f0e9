// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.Trigger;

/** {@link FdHandlers} of the conformance mode: the reference reports levels and nothing else (S38). */
final class ReferenceFdHandlers extends FdHandlers {
    ReferenceFdHandlers(LoopBase base, PollMembers pollMembers) {
        super(base, pollMembers);
    }

    @Override
    Trigger triggerOf(FdHandler handler) {
        if (handler.trigger() == Trigger.ONE_SHOT) {
            throw new UnsupportedOperationException("setFdHandler: the reference has no one-shot handlers");
        }
        return Trigger.LEVEL;
    }
}
