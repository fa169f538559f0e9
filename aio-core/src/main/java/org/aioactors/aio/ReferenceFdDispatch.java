// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/** {@link FdDispatch} as the reference machine has it: what no callback asked for reaches nobody (S35). */
class ReferenceFdDispatch extends FdDispatch {
    ReferenceFdDispatch(LoopBase base, PollMembers pollMembers, FdHandlers fdHandlers) {
        super(base, pollMembers, fdHandlers);
    }

    @Override
    final boolean deliverError(AioHandler handler, int reported) {
        return false;
    }
}
