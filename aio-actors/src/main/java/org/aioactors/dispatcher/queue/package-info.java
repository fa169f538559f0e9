// SPDX-License-Identifier: Apache-2.0
/**
 * What waits to run, who takes it, and who is woken for it: the queues and protocols of a dispatcher's threads, without
 * Akka and without threads, so that they can be tested alone.
 *
 * <pre>
 *   Worker (one a thread)                         Crew (one a dispatcher)
 *     next slot  ─┐                                 who is idle, who searches,
 *     ring        ├─ mobile: thieves take it        who steals from whom
 *     inbox      ─┘
 *   LoopWorker (one a loop): all that, and          CurrentRun: what a thread is at,
 *     HomeQueue: settled, own thread                  and whether it is held up
 *     LoopDuty: who runs the queues
 * </pre>
 *
 * <p>For the packages of {@code org.aioactors.dispatcher} alone; public only because Java knows no other way to share with them.
 */
@NullMarked
package org.aioactors.dispatcher.queue;

import org.jspecify.annotations.NullMarked;
