// SPDX-License-Identifier: Apache-2.0
/**
 * The Akka dispatcher whose threads are event loops.
 *
 * <pre>
 *   AioDispatcherConfigurator ─► AioDispatcher ─► AioLoop 1 ─► LoopThread ─► AioContext
 *      (settings, checked once)        │          AioLoop 2 ─► ...
 *                                      └─ AioMailbox: bound to one loop for the life of its actor
 * </pre>
 *
 * <p>An actor with a message is put into the {@code RunQueue} of its loop. Each turn of the loop's context
 * works that queue off, so many runs a turn; fds and timers come in between. The loop's thread and context come and
 * go with the need for them: {@code LoopDuty} says who may start, wake and end them.
 *
 * <p>While an actor or a task holds up that thread, announced by Scala's {@code BlockContext} or noticed by the {@code
 * StallWatch}, threads of the {@code ReliefCrew} run the other mailboxes and tasks. {@code HomeRun} says when they may.
 */
@NullMarked
package org.aioactors.dispatcher;

import org.jspecify.annotations.NullMarked;
