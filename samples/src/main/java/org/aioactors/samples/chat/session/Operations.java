// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.session;

/** What an operator can have a server do. Any thread; nothing blocks. */
public interface Operations {
    /** Reads the configuration anew. */
    void rehash(String by);

    /** Ends the server. */
    void die(String by);

    /** Tells all who want {@code WALLOPS}. */
    void wallops(String source, String text);
}
