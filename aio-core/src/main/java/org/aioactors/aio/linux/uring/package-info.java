// SPDX-License-Identifier: Apache-2.0
/**
 * io_uring: requests to the kernel and their results through two rings in shared memory, {@code io_uring(7)}.
 *
 * <pre>
 *   IoUring                                 descriptor and mappings; the one system call of a turn
 *     submissions()  SubmissionQueue ──► Sqe        which slot is next; its fields
 *                                         ▲
 *                  FileOps, SocketOps, PollOps, ...  what is written into it, a class for each family
 *     completions()  CompletionQueue                what the kernel has answered
 *   BufferRing                              buffers that the kernel chooses from when data arrives
 *   IoUringOptions, IoUringProbe            what we would like; what this kernel has
 *     SharedMemory                          mapped memory, and the order of accesses to it
 * </pre>
 *
 * <p>A ring belongs to the thread that opened it: no object of this package may be used by two threads,
 * unless it says otherwise. Submitting, waiting and taking completions allocate nothing, and looking
 * whether there is a completion is a memory access and no system call. Nothing is taken from liburing;
 * the layouts are those of the kernel's header {@code linux/io_uring.h}.
 *
 * <p>Memory that a request names (buffers, addresses, paths) belongs to the kernel until the request's last
 * completion is taken, whatever happens to the ring: closing it only begins to cancel requests.
 */
@NullMarked
package org.aioactors.aio.linux.uring;

import org.jspecify.annotations.NullMarked;
