// SPDX-License-Identifier: Apache-2.0
/**
 * Replays the recorded runs of the reference machine: every line that a trace holds must come out again, in the same place.
 *
 * <p>A {@link org.aioactors.aio.replay.Replay} feeds the commands of a trace to a real context over the real kernel. Only time is
 * fake, and a wait that would block takes the next scripted event instead:
 *
 * <pre>
 *   trace ──► Replay ──► Commands ──► AioContext ──► ScriptedSyscalls ──► Linux
 *                           ▲                              │ would block
 *                           └────────── Waits ◄────────────┘
 *   all of them write to the Transcript, which is compared with the trace
 * </pre>
 *
 * <p>With io_uring a {@link org.aioactors.aio.replay.ScriptedRing} looks over the shoulder of the ring's owner, into the memory
 * shared with the kernel, and {@link org.aioactors.aio.replay.FakeTimeouts} has its timeouts expire in fake time.
 */
@NullMarked
package org.aioactors.aio.replay;

import org.jspecify.annotations.NullMarked;
