// SPDX-License-Identifier: Apache-2.0
package org.aioactors.jmx;

import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.aioactors.net.Names;

/**
 * How the beans of one actor system are called. The first system of a name has it to itself; those that come while it
 * lives have a number behind it: {@code shop}, {@code shop-2}. Any thread.
 */
final class BeanNames implements AutoCloseable {
    /** What a value of an {@link ObjectName} may not contain unless it is quoted. */
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[,=:\"*?\\n]");

    /** Of the systems that live, in this class loader. */
    private static final Names TAKEN = new Names();

    private final String system;

    private BeanNames(String system) {
        this.system = system;
    }

    /** Takes the first name that is free, until {@link #close}. */
    static BeanNames take(String systemName) {
        return new BeanNames(TAKEN.take(systemName));
    }

    ObjectName system() throws MalformedObjectNameException {
        return new ObjectName("org.aioactors:type=System,system=" + value(system));
    }

    ObjectName dispatcher(String id) throws MalformedObjectNameException {
        return new ObjectName("org.aioactors:type=Dispatcher," + place(id));
    }

    ObjectName loop(String dispatcherId, int number) throws MalformedObjectNameException {
        return new ObjectName("org.aioactors:type=Loop," + place(dispatcherId) + ",loop=" + number);
    }

    /** The address is quoted always, so that all look alike. */
    ObjectName listener(String address) throws MalformedObjectNameException {
        return new ObjectName(
                "org.aioactors:type=TcpListener,system=" + value(system) + ",address=" + ObjectName.quote(address));
    }

    ObjectName outgoing() throws MalformedObjectNameException {
        return new ObjectName("org.aioactors:type=TcpOutgoing,system=" + value(system));
    }

    /** As of a listener. */
    ObjectName udpSocket(String address) throws MalformedObjectNameException {
        return new ObjectName(
                "org.aioactors:type=UdpSocket,system=" + value(system) + ",address=" + ObjectName.quote(address));
    }

    ObjectName udpConnected() throws MalformedObjectNameException {
        return new ObjectName("org.aioactors:type=UdpConnected,system=" + value(system));
    }

    private String place(String dispatcherId) {
        return "system=" + value(system) + ",dispatcher=" + value(dispatcherId);
    }

    private static String value(String text) {
        return NEEDS_QUOTES.matcher(text).find() ? ObjectName.quote(text) : text;
    }

    @Override
    public String toString() {
        return "ActorSystem[" + system + "]";
    }

    /** The name is free again. Once. */
    @Override
    public void close() {
        TAKEN.free(system);
    }
}
