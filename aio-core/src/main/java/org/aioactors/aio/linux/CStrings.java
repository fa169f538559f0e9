// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strings as C programs get their arguments: an array of pointers that ends with a null, and the characters in UTF-8. */
final class CStrings implements AutoCloseable {
    private final NativeMemory memory;

    /**
     * Copies the strings.
     *
     * @param what they are, for the message
     * @throws IllegalArgumentException if one has a zero character, at which it would be cut
     */
    CStrings(String what, List<String> strings) {
        byte[][] texts = new byte[strings.size()][];
        long size = Long.BYTES * (strings.size() + 1L);
        for (int i = 0; i < texts.length; i++) {
            String string = strings.get(i);
            if (string.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        what + " must not have a zero character: " + string.replace('\0', '?'));
            }
            texts[i] = string.getBytes(StandardCharsets.UTF_8);
            size += texts[i].length + 1;
        }
        memory = NativeMemory.allocate(size);
        fill(texts);
    }

    /** What is not written stays zero: the last pointer, and a character behind each string. */
    private void fill(byte[][] texts) {
        ByteBuffer buffer = memory.buffer();
        int position = Long.BYTES * (texts.length + 1);
        for (int i = 0; i < texts.length; i++) {
            buffer.putLong(i * Long.BYTES, memory.address() + position);
            buffer.put(position, texts[i]);
            position += texts[i].length + 1;
        }
    }

    /** Where the array begins. */
    long address() {
        return memory.address();
    }

    @Override
    public void close() {
        memory.close();
    }
}
