// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.LoopCounter;

/** What the {@link FlushList} of a loop has done, and those before it on the same loop. The loop counts; any thread reads. */
public final class FlushCounts {
    final LoopCounter flushes = new LoopCounter();
    final LoopCounter turns = new LoopCounter();
}
