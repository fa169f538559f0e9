// SPDX-License-Identifier: Apache-2.0
/**
 * The Linux kernel as Java sees it: system calls, file descriptors, and the memory they share.
 *
 * <p>This is the only package that knows how native code is called. Everything above it talks to
 * {@link org.aioactors.aio.linux.Syscalls}, an interface with one method a system call, so that a
 * test can make any call fail or replay a script. Below it, one package-private class declares the
 * functions of the C library, and another turns their {@code errno} into a negative result.
 *
 * <pre>
 *   Sockets  EventNotifier  Fd           what a caller means; throws SyscallException
 *        \         |        /
 *            Syscalls                    one method a call; returns a result or -errno
 *                |
 *     PollFds  EpollEvents  SockAddr     structures in native memory, read and written from Java
 *                |
 *          NativeMemory                  who owns it, and when it is freed
 * </pre>
 *
 * <p>Nothing here allocates, locks or logs while it waits, reads, writes or notifies.
 */
@NullMarked
package org.aioactors.aio.linux;

import org.jspecify.annotations.NullMarked;
