// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was registered on an MBean server. Once that has refused something, which one line of log tells, nothing more is
 * tried. Whoever uses it sees to it that one thread does at a time.
 */
final class BeanSet {
    private static final Logger LOG = LoggerFactory.getLogger(MetricBeans.class);

    /** Registers some beans. */
    interface Registration {
        void run() throws JMException;
    }

    private final Supplier<MBeanServer> server;
    private final Set<ObjectName> names = new HashSet<>();
    private boolean refused;

    BeanSet(Supplier<MBeanServer> server) {
        this.server = server;
    }

    /** Runs something that calls {@link #add}, unless that is in vain. */
    void attempt(Object whose, Registration registration) {
        if (refused) {
            return;
        }
        try {
            registration.run();
        } catch (JMException | RuntimeException e) {
            refused = true;
            LOG.warn(
                    "JMX refuses the MXBeans of {}; its metrics are in the Aio extension only: {}",
                    whose,
                    e.toString());
        }
    }

    void add(Object bean, ObjectName name) throws JMException {
        server.get().registerMBean(bean, name);
        names.add(name);
    }

    void remove(ObjectName name) {
        if (names.remove(name)) {
            unregister(name);
        }
    }

    void clear() {
        names.forEach(this::unregister);
        names.clear();
    }

    private void unregister(ObjectName name) {
        try {
            server.get().unregisterMBean(name);
        } catch (JMException | RuntimeException e) {
            LOG.warn("JMX does not let go of {}: {}", name, e.toString());
        }
    }
}
