// SPDX-License-Identifier: Apache-2.0
/**
 * The Linux kernel as Java sees it: system calls, file descriptors, and the memory they share.
 *
 * <p>This is the only package that knows how native code is called. Everything above it talks to
 * {@link org.aioactors.aio.linux.Syscalls}, an interface with one method a system call, so that a
 * test can make any call fail or replay a script. Below it, one package-private class holds the
 * functions of the C library, and another turns their {@code errno} into a negative result. Whether the
 * functions are called by {@code java.lang.foreign} (JDK 22 and later) or by JNA is known below that only.
 *
 * <pre>
 *   Sockets  EventNotifier  Fd           what a caller means; throws SyscallException
 *        \         |        /
 *            Syscalls  ProcessCalls      one method a call; returns a result or -errno
 *                |
 *     PollFds  EpollEvents  SockAddr     structures in native memory, read and written from Java
 *     MsgHdr  Statx  SigInfo  Rusage  SpawnRequest
 *                |
 *          NativeMemory                  who owns it, and when it is freed
 *                |
 *              Libc                      functions of the C library as constant method handles
 *                |
 *     FfmBackend or JnaBackend           where these come from; LinuxPlatform chooses, once
 * </pre>
 *
 * <p>Nothing here allocates, locks or logs while it waits, reads, writes or notifies.
 */
@NullMarked
package org.aioactors.aio.linux;

import org.jspecify.annotations.NullMarked;
