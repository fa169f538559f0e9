// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.util.Locale;

/** What is to be watched. */
interface Target {
    /** Attaches to it. */
    Connection connect() throws TopException;

    /**
     * Of the words of a command line: a process id, {@code HOST:PORT}, or the URL of a JMX service.
     *
     * @throws TopException if it is none of these
     */
    static Target of(String text) throws TopException {
        if (text.matches("[0-9]{1,18}")) {
            return new LocalJvm(Long.parseLong(text));
        }
        if (text.toLowerCase(Locale.ROOT).startsWith("service:jmx:")) {
            return new RemoteJvm(text, text);
        }
        if (text.matches(".+:[0-9]{1,5}")) {
            return RemoteJvm.at(text);
        }
        throw new TopException(
                TopException.Status.USAGE,
                "'" + text + "' is neither a process id nor HOST:PORT; `pgrep -a java` lists the JVMs of this machine");
    }
}
