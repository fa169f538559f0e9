// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.linux.Fd;

/**
 * A socket that a service manager has opened for this process, see {@link SocketActivation}.
 *
 * @param name that the manager has given it, {@code unknown} if none: of systemd the {@code FileDescriptorName=} or the name
 *     of the socket unit
 * @param fd whoever takes it closes it
 */
public record ActivatedSocket(String name, Fd fd) {}
