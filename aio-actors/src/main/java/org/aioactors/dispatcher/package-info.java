// SPDX-License-Identifier: Apache-2.0
/**
 * The Akka dispatcher whose threads are event loops.
 *
 * <pre>
 *   AioDispatcherConfigurator ─► AioDispatcher ─► LoopGroup ─► AioLoop 1 ─► LoopThread ─► AioContext
 *      (settings, checked once)                       │        AioLoop 2 ─► ...
 *                                                     ├─ StandIns ─► StandIn: threads for loops that are held up
 *                                                     └─ StallWatch: finds those
 * </pre>
 *
 * <p>An actor with a message is put into a queue of the thread that told it, or of the loop where it is settled or ran
 * last: {@code LoopGroup.enqueue}. Each turn of a loop's context works its queues off, so many runs a turn; fds and timers
 * come in between. The queues, and who takes from which, are in {@code queue}. A loop's thread and context come and go with
 * the need for them.
 */
@NullMarked
package org.aioactors.dispatcher;

import org.jspecify.annotations.NullMarked;
