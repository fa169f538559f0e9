// SPDX-License-Identifier: Apache-2.0
/**
 * Who finds the threads of a dispatcher that are held up, and makes it known, without Akka. Its own affair: public only
 * because Java knows no other way to share with {@code org.aioactors.dispatcher}, and no promise to users.
 *
 * <pre>
 *   StallWatch ── looks at each ─► Watched: RunWatch, Worker, WatchedThread
 *       │ held up: Crew.relieve, in dispatcher.queue
 *       └ for long: Stall ─► StallLog
 * </pre>
 */
@NullMarked
package org.aioactors.dispatcher.watchdog;

import org.jspecify.annotations.NullMarked;
