// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.io.IOException;
import java.net.MalformedURLException;
import java.util.HashMap;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A JVM that serves JMX somewhere.
 *
 * @param name for the user
 * @param url of the service
 */
record RemoteJvm(String name, String url) implements Target {
    /** What says who one is: {@code USER:PASSWORD}. An argument would be for all to read. */
    private static final String CREDENTIALS = "AIO_TOP_CREDENTIALS";

    static RemoteJvm at(String hostAndPort) {
        return new RemoteJvm(hostAndPort, "service:jmx:rmi:///jndi/rmi://" + hostAndPort + "/jmxrmi");
    }

    @Override
    public Connection connect() throws TopException {
        try {
            return new Connection(name, open(url), () -> {});
        } catch (MalformedURLException e) {
            throw new TopException(name + " is no address of JMX: " + e.getMessage(), e);
        } catch (SecurityException e) {
            throw new TopException(
                    name + " does not let you in: " + e.getMessage() + "; set " + CREDENTIALS + "=USER:PASSWORD", e);
        } catch (IOException e) {
            throw new TopException(
                    "can't connect to " + name + ": " + Reason.of(e)
                            + "; the JVM there must have been started with -Dcom.sun.management.jmxremote.port=PORT,"
                            + " and -Djava.rmi.server.hostname=HOST if it has several addresses",
                    e);
        }
    }

    /** Connects; nothing is sent but for what is asked, so an idle target has nothing to do between two samples. */
    @SuppressWarnings("BanJNDI") // where to connect to is for the user to say
    static JMXConnector open(String url) throws IOException {
        Map<String, Object> environment = new HashMap<>();
        environment.put("jmx.remote.x.client.connection.check.period", 0L);
        String credentials = System.getenv(CREDENTIALS);
        if (credentials != null) {
            environment.put(JMXConnector.CREDENTIALS, credentials.split(":", 2));
        }
        return JMXConnectorFactory.connect(new JMXServiceURL(url), environment);
    }
}
