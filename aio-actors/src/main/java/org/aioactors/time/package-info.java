// SPDX-License-Identifier: Apache-2.0
/**
 * Akka's scheduler on the timers of event loops, precise to microseconds.
 *
 * <pre>
 *   AioScheduler ─┬─ an actor on a loop, for itself or its dispatcher ──► timer of that loop's AioContext
 *    TimerPlace   └─ anybody else ──────────────────────────────────────► timer of the SchedulerThread's AioContext
 *                                                                              │ expired
 *   ScheduledTask: OneShotTask, RepeatingTask ◄────────────────────────────────┘
 *        └─► to the executor; a loop whose own timer it was just puts it into its run queue
 * </pre>
 *
 * <p>A loop that ends gives its armed timers to the scheduler's thread.
 */
@NullMarked
package org.aioactors.time;

import org.jspecify.annotations.NullMarked;
