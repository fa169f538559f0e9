// SPDX-License-Identifier: Apache-2.0
/**
 * AioContext: an event loop for one thread, with fd monitoring, bottom halves, timers, adaptive busy polling,
 * and requests on its own io_uring.
 *
 * <p>One turn of the loop, {@link org.aioactors.aio.AioContext#poll}:
 *
 * <pre>
 *   timeout ─► busy-poll ─► wait in the kernel ─► adjust the busy-poll time
 *                                                             │
 *        expired timers ◄─ completions ◄─ ready fds ◄─ bottom halves
 * </pre>
 *
 * <p>The rules S1 to S63 and B1 to B13 that the javadoc cites are those of {@code docs/semantics.md}.
 */
@NullMarked
package org.aioactors.aio;

import org.jspecify.annotations.NullMarked;
