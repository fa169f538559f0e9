// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

/**
 * The connections of a listener, or the outgoing ones of an actor system, for JMX: what {@link
 * org.aioactors.net.TcpMetrics.Group} says of them. Any thread.
 */
public interface TcpMXBean {
    /** How many are open now. */
    int getConnections();

    /** What all of these hold, in bytes: received and not yet handled, written and not yet sent. */
    long getHeldBytes();

    /** How many there were so far. */
    long getTotal();

    /** How many bytes were told to handlers. */
    long getReceivedBytes();

    /** How many bytes the kernel has taken. */
    long getSentBytes();

    /** How many writes were refused. */
    long getRefusedWrites();
}
