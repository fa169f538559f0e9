// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

/**
 * Who is at the other end of a Unix socket, as the kernel says: of a client what it was when it connected, of a server
 * when it began to listen ({@code SO_PEERCRED}, {@code unix(7)}). Who connects can't lie about it.
 *
 * @param pid the process; 0 if it is of a name space that ours can't see
 * @param uid its effective user
 * @param gid its effective group
 */
public record PeerCredentials(int pid, int uid, int gid) {}
