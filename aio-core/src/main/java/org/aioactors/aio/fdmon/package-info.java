// SPDX-License-Identifier: Apache-2.0
/**
 * Which file descriptors are ready.
 *
 * <p>An {@link org.aioactors.aio.fdmon.FdMonitor} asks the kernel about the registrations kept in an {@link
 * org.aioactors.aio.fdmon.FdTable} and moves the ready ones to a {@link org.aioactors.aio.fdmon.ReadyList}. What is
 * then called, and in which order, is the business of the loop above:
 *
 * <pre>
 *   any thread ── set, remove ──► FdTable ── update ──► FdMonitor (io_uring, epoll, poll)
 *                                                          │ await
 *   home thread ◄── dispatch ──── ReadyList ◄──────────────┤
 *                                                          │ io_uring only
 *   home thread ◄── dispatch ──── RingRequests ◄───────────┘
 * </pre>
 *
 * <p>{@link org.aioactors.aio.fdmon.FdMonitors} chooses one, and another where the kernel refuses it. What the reference
 * does differently is in classes named after it. The loop has its monitor from a {@link org.aioactors.aio.fdmon.MonitorSlot}, asks it {@link
 * org.aioactors.aio.fdmon.Spinnable} questions between waits, and inside a foreign loop has an {@link
 * org.aioactors.aio.fdmon.Embeddable} one fill a {@link org.aioactors.aio.fdmon.WatchSet} with what that loop is to wait
 * for in place of {@code await}.
 */
@NullMarked
package org.aioactors.aio.fdmon;

import org.jspecify.annotations.NullMarked;
