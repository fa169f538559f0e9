// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** As they are. */
public record PlainWire(SocketChannel channel) implements Wire {
    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }
}
