// SPDX-License-Identifier: Apache-2.0
/**
 * The threads of a dispatcher, what they run, and how they begin and end. Its own affair: public only because Java knows
 * no other way to share with {@code org.aioactors.dispatcher}, and no promise to users.
 *
 * <pre>
 *   LoopGroup ─┬─ EventLoop: a loop; its queues, LoopWorker, are in dispatcher.queue
 *              │    └─ LoopLife ─► LoopThread ─► AioContext: its own threads, one after the other
 *              ├─ StandIns ─► StandIn: threads without a context; Visit: one of them at home of a loop
 *              ├─ LoopChoice: where what comes from elsewhere is to run
 *              └─ StallWatch, in dispatcher.watchdog: finds those that are held up
 *
 *   PlacedTask ─┬─ MailboxTask: an actor            ServingThread ─┬─ LoopThread
 *               └─ RunnableTask: anything else                     └─ StandIn
 * </pre>
 *
 * <p>Loops and stand-ins share a package since each is made of what the other has: a stand-in gives back to loops and is a
 * guest of their threads, the group hires and dismisses it. Of Akka there is the {@code Mailbox} that a task runs.
 */
@NullMarked
package org.aioactors.dispatcher.loop;

import org.jspecify.annotations.NullMarked;
