// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.ReadyList;

/**
 * {@link PollController} as the reference machine has it (S12, S48): all the time of a turn counts, whatever has ended it,
 * and what a wake-up costs is not asked.
 */
final class ReferencePollController extends PollController {
    ReferencePollController(LoopBase base, PollParams params) {
        super(base, params, 0);
    }

    @Override
    boolean needsWakeUpTimes(PollParams forParams) {
        return false;
    }

    @Override
    void learn(PollParams turnParams, long blockNs, long sleptNs, boolean notified, ReadyList ready) {
        decide(ReferencePollTime.next(turnParams, pollNs(), blockNs), blockNs);
    }
}
