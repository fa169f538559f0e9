// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

/** An actor system as a whole, for JMX. Any thread. */
public interface SystemMXBean {
    /**
     * All figures of its other beans, in one call that costs a system at rest as little as can be: a text and no composite
     * data, whose types would be sent along each time. A line is about one thing; behind its kind it has the figures, each as
     * {@code name=value} behind a tab. The kinds are {@code dispatcher}, each followed by its last stalls ({@code stall}) and its
     * loops ({@code loop}); {@code tcp}, each listener and then the outgoing connections; and {@code udp}, each socket that is bound
     * and then those that are connected. There may be more kinds and more figures in the future.
     */
    String getFigures();
}
