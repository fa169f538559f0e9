// SPDX-License-Identifier: Apache-2.0
/**
 * The Akka dispatcher whose threads are event loops: what Akka and users touch. Each package uses those below it.
 *
 * <pre>
 *   dispatcher            AioDispatcherConfigurator ─► AioDispatcher, AioMailbox, AioLoop, metrics
 *   dispatcher.loop       LoopGroup ─► EventLoop ─► LoopThread ─► AioContext, and the threads that stand in
 *   dispatcher.watchdog   StallWatch: finds threads that are held up
 *   dispatcher.queue      what waits to run, who takes it, and who is woken for it
 * </pre>
 *
 * <p>An actor with a message is put into a queue of the thread that told it, or of the loop where it is settled or ran
 * last: {@code LoopGroup.enqueue}. Each turn of a loop's context works its queues off, so many runs a turn; fds and timers
 * come in between. A loop's thread and context come and go with the need for them.
 */
@NullMarked
package org.aioactors.dispatcher;

import org.jspecify.annotations.NullMarked;
