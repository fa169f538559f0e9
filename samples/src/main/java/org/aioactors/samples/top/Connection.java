// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/**
 * Reads samples of a JVM: one call for each actor system. Which of them there are is asked once in a while, so that those
 * are seen that have come. One thread at a time.
 */
final class Connection implements AutoCloseable {
    /** Those of Akka, and those of Pekko, whose domain goes on behind that. */
    private static final String SYSTEMS = "org.aioactors*:type=System,*";

    /** After how many samples it asks again which actor systems there are. */
    private static final int LOOK_EVERY = 15;

    /** Says what it knows of why the target does not answer. */
    interface Check {
        /** Throws if the target is known to have gone. */
        void run() throws TopException;
    }

    private final String name;
    private final JMXConnector connector;
    private final MBeanServerConnection server;
    private final Check check;

    /** By the names they are shown by. */
    private final Map<String, ObjectName> systems = new TreeMap<>();

    private int samplesToLook;

    Connection(String name, JMXConnector connector, Check check) throws IOException {
        this.name = name;
        this.connector = connector;
        this.check = check;
        server = connector.getMBeanServerConnection();
    }

    /** How the target is called. */
    String name() {
        return name;
    }

    /** Fails if nothing of ours is there, and says how it would be. */
    void requireSystems() throws TopException {
        try {
            look();
            if (!systems.isEmpty()) {
                return;
            }
            Object command = server.getAttribute(new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME), "VmName");
            throw new TopException(
                    TopException.Status.TARGET,
                    name + " is a JVM (" + command
                            + ") without an actor system of ours that shows its MXBeans: they are there"
                            + " from the first Aio.get(system), or with akka.actor.typed.extensions +="
                            + " \"org.aioactors.Aio$Id\" in its configuration");
        } catch (IOException | JMException e) {
            throw gone(e);
        }
    }

    /** Reads all there is. */
    Sample read() throws TopException {
        try {
            if (systems.isEmpty() || samplesToLook <= 0) {
                look();
            }
            samplesToLook--;
            SampleReader reader = new SampleReader();
            for (Map.Entry<String, ObjectName> system : systems.entrySet()) {
                read(system.getKey(), system.getValue(), reader);
            }
            return reader.sample(System.nanoTime());
        } catch (IOException | JMException e) {
            throw gone(e);
        }
    }

    private void read(String system, ObjectName bean, SampleReader reader) throws IOException, JMException {
        try {
            reader.add(system, (String) server.getAttribute(bean, "Figures"));
        } catch (InstanceNotFoundException e) {
            samplesToLook = 0; // it has terminated, while the JVM lives
        }
    }

    private void look() throws IOException, JMException {
        Set<ObjectName> found = new TreeSet<>(server.queryNames(new ObjectName(SYSTEMS), null));
        systems.values().retainAll(found);
        found.removeAll(systems.values());
        found.forEach(this::add);
        samplesToLook = LOOK_EVERY;
    }

    /** Akka and Pekko may have a system of the same name each: the second is called {@code name-2} as long as it lives. */
    private void add(ObjectName bean) {
        String value = bean.getKeyProperty("system");
        String system = value.startsWith("\"") ? ObjectName.unquote(value) : value;
        String free = system;
        for (int number = 2; systems.putIfAbsent(free, bean) != null; number++) {
            free = system + "-" + number;
        }
    }

    private TopException gone(Exception cause) throws TopException {
        check.run();
        return new TopException(name + " does not answer any more: " + Reason.of(cause), cause);
    }

    /** The target has nothing to do with this any more. */
    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
