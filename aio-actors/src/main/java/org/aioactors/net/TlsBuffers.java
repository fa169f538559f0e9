// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.nio.ByteBuffer;

/**
 * The memory in which all connections of one loop encrypt and decrypt: since they take turns, one set serves them all, and
 * an idle connection has none. On the heap, where the JDK's ciphers are fastest. Loop thread only.
 */
final class TlsBuffers implements AutoCloseable {
    /** How much plaintext is decrypted and told in one go. */
    static final int PLAIN_BYTES = 64 * 1024;

    /** How much plaintext is encrypted in one go: some whole records, which fit together into a block. */
    private static final int PLAIN_BYTES_A_WRITE = 48 * 1024;

    /** The largest record that the JDK takes or makes, RFC 8446, 5.1 and 5.2, and room for old peers' larger ones. */
    static final int MAX_RECORD_BYTES = 34 * 1024;

    /** The records of so much plaintext are larger by less than that. */
    private static final int OVERHEAD_BYTES = MAX_RECORD_BYTES;

    private final ByteBuffer arrived = ByteBuffer.allocate(IoBuffers.SIZE + MAX_RECORD_BYTES);
    private final ByteBuffer decrypted = ByteBuffer.allocate(PLAIN_BYTES + MAX_RECORD_BYTES);
    private final ByteBuffer plain = ByteBuffer.allocate(PLAIN_BYTES_A_WRITE);
    private final ByteBuffer encrypted = ByteBuffer.allocate(PLAIN_BYTES_A_WRITE + OVERHEAD_BYTES);

    /** Empty, for at least so many bytes of ciphertext. */
    ByteBuffer emptyArrived(int bytes) {
        return bytes <= arrived.capacity() ? arrived.clear() : ByteBuffer.allocate(bytes);
    }

    /** Empty, for what is decrypted. */
    ByteBuffer emptyDecrypted() {
        return decrypted.clear();
    }

    /** Empty, for what is to be encrypted. */
    ByteBuffer emptyPlain() {
        return plain.clear();
    }

    /** Empty, for what is encrypted. */
    ByteBuffer emptyEncrypted() {
        return encrypted.clear();
    }

    @Override
    public void close() {
        // the garbage collector's
    }
}
