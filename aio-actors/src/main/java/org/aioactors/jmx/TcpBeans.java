// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import org.aioactors.net.TcpGroup;
import org.aioactors.net.TcpRegistry;

/** The beans of an actor system's listeners while they live, and of its outgoing connections. As {@link BeanSet}. */
final class TcpBeans {
    private final TcpRegistry registry;
    private final BeanNames names;
    private final BeanSet beans;
    private final Map<TcpGroup, ObjectName> shown = new HashMap<>();

    TcpBeans(TcpRegistry registry, BeanNames names, BeanSet beans) {
        this.registry = registry;
        this.names = names;
        this.beans = beans;
    }

    /** Shows what is there now, and nothing else: so it does not matter which of two changes is heard of first. */
    void update() {
        List<TcpGroup> listeners = registry.listeners();
        TcpGroup outgoing = registry.outgoing();
        for (TcpGroup group : new ArrayList<>(shown.keySet())) {
            if (group != outgoing && !listeners.contains(group)) {
                beans.remove(shown.remove(group));
            }
        }
        for (TcpGroup listener : listeners) {
            if (!shown.containsKey(listener)) {
                beans.attempt(listener, () -> show(listener, names.listener(listener.toString())));
            }
        }
        if (outgoing != null && !shown.containsKey(outgoing)) {
            beans.attempt("outgoing connections", () -> show(outgoing, names.outgoing()));
        }
    }

    private void show(TcpGroup group, ObjectName name) throws JMException {
        beans.add(new TcpBean(group), name);
        shown.put(group, name);
    }
}
