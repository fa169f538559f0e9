// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import org.aioactors.aio.fdmon.FdTable;
import org.aioactors.aio.fdmon.ReadyList;
import org.jspecify.annotations.Nullable;

/**
 * {@link PollMembers} as the reference machine has them (S33, S43, S44): a test that says yes is the work itself, a removed
 * member is asked until it is freed, an update leaves place and callbacks behind without a word, and at the end of poll
 * mode all are asked, the notifier and those held back too.
 */
final class ReferencePollMembers extends PollMembers {
    private final FdTable table;

    ReferencePollMembers(LoopBase base, PollController controller) {
        super(base, controller);
        this.table = base.table;
    }

    @Override
    void inherit(AioHandler old, AioHandler added) {
        // The new registration begins without poll callbacks.
    }

    @Override
    void retire(AioHandler removed, @Nullable AioHandler successor) {
        // It stays a member until it is freed.
    }

    @Override
    void forget(AioHandler removed, @Nullable AioHandler successor) {
        if (removed.inPollList) {
            leave(removed);
        }
    }

    @Override
    boolean isToldOfEnd(AioHandler member) {
        return !member.deleted();
    }

    @Override
    boolean mayGoIdle(AioHandler member) {
        return true;
    }

    @Override
    boolean isPollable(AioHandler member) {
        return table.passesExternalCheck(member);
    }

    @Override
    Answer found(AioHandler member, ReadyList ready) {
        return member.notifier() ? Answer.NEWS : Answer.PROGRESS;
    }

    @Override
    boolean endAndAsk(AioHandler member, ReadyList ready) {
        tellEnd(member);
        return isReady(member);
    }

    @Override
    void close() {
        // Nobody is told.
    }
}
