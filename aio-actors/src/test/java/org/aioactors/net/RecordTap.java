// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A socket that looks at the TLS records which come in, RFC 8446, 5.1. For one thread. */
final class RecordTap extends Socket {
    private static final int HEADER_BYTES = 5;

    private final Socket socket;
    private final byte[] header = new byte[HEADER_BYTES];
    private int headerBytes;
    private int left;
    private int records;
    private int lastType;

    RecordTap(Socket socket) {
        this.socket = socket;
    }

    int records() {
        return records;
    }

    int lastRecordType() {
        return lastType;
    }

    private void see(byte[] bytes, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            if (left > 0) {
                left--;
            } else {
                header[headerBytes++] = bytes[i];
                if (headerBytes == HEADER_BYTES) {
                    headerBytes = 0;
                    left = (header[3] & 0xFF) << 8 | (header[4] & 0xFF);
                    lastType = header[0];
                    records++;
                }
            }
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(socket.getInputStream()) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = in.read(bytes, offset, length);
                see(bytes, offset, Math.max(0, count));
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public synchronized void close() throws IOException {
        super.close(); // the JDK may have opened a socket of it
        socket.close();
    }
}
