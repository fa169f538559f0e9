// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.aioactors.udp.UdpGroup;
import org.aioactors.udp.UdpRegistry;

/**
 * The beans of an actor system's UDP sockets that are bound, while they are open, and one of all that are connected. There may be
 * many, so each comes and goes by itself. As {@link BeanSet}.
 */
final class UdpBeans {
    private final UdpRegistry registry;
    private final BeanNames names;
    private final BeanSet beans;
    private final Map<UdpGroup, ObjectName> shown = new HashMap<>();

    UdpBeans(UdpRegistry registry, BeanNames names, BeanSet beans) {
        this.registry = registry;
        this.names = names;
        this.beans = beans;
    }

    /** Shows one, unless it is shown already, or is gone: of two changes either may be heard of first. */
    void add(UdpGroup group) {
        if (!shown.containsKey(group) && registry.contains(group)) {
            beans.attempt(
                    group,
                    () -> show(
                            group,
                            registry.isConnected(group) ? names.udpConnected() : names.udpSocket(group.toString())));
        }
    }

    void remove(UdpGroup group) {
        ObjectName name = shown.remove(group);
        if (name != null) {
            beans.remove(name);
        }
    }

    private void show(UdpGroup group, ObjectName name) throws JMException {
        beans.add(new UdpBean(group), name);
        shown.put(group, name);
    }
}
