// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

/**
 * What kind of socket it is.
 *
 * @param domain {@code AF_INET} or {@code AF_INET6}, which may take IPv4 as well
 * @param connected whether it has one peer only
 * @param segmentation whether the kernel cuts up what is sent
 * @param receiveOffload whether the kernel puts together what is received
 * @param maxDatagramBytes how long a datagram may be that is received whole
 */
record SocketShape(int domain, boolean connected, boolean segmentation, boolean receiveOffload, int maxDatagramBytes) {}
