// SPDX-License-Identifier: Apache-2.0
/**
 * Which file descriptors are ready.
 *
 * <p>An {@link org.aioactors.aio.fdmon.FdMonitor} asks the kernel about the registrations kept in an {@link
 * org.aioactors.aio.fdmon.FdTable} and moves the ready ones to a {@link org.aioactors.aio.fdmon.ReadyList}. What is
 * then called, and in which order, is the business of the loop above:
 *
 * <pre>
 *   any thread ── set, remove ──► FdTable ── update ──► FdMonitor (poll, epoll)
 *                                                          │ await
 *   loop thread ◄── dispatch ──── ReadyList ◄──────────────┘
 * </pre>
 */
@NullMarked
package org.aioactors.aio.fdmon;

import org.jspecify.annotations.NullMarked;
