// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

/**
 * A UDP socket that is bound, or all that are connected of an actor system, for JMX: what {@link
 * org.aioactors.udp.UdpMetrics.Group} says of them. Any thread.
 */
public interface UdpMXBean {
    /** How many are open now. */
    int getSockets();

    /** How many datagrams were told to handlers. */
    long getReceivedDatagrams();

    /** How many bytes those had. */
    long getReceivedBytes();

    /** How many datagrams the kernel has taken. */
    long getSentDatagrams();

    /** How many bytes those had. */
    long getSentBytes();

    /** How many the kernel has dropped that had come. */
    long getDropped();

    /** How many were told that were cut off. */
    long getTruncated();

    /** How many were not sent. */
    long getRefused();
}
