// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;

/** How the bytes of one client travel. Its {@link LoadThread}'s alone; nothing blocks. */
public interface Wire {
    /** Reads what has come, at most once from the socket; -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** Takes some of that, perhaps nothing; returns how much. */
    int write(ByteBuffer bytes) throws IOException;

    /** Whether the socket has taken all that was written. */
    boolean flush() throws IOException;

    /** Ends our side. */
    void endOutput() throws IOException;
}
