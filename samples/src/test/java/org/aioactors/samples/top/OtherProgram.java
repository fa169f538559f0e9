// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import java.io.IOException;

/** A JVM without anything of ours. It says {@code ready}, and ends with its input. */
public final class OtherProgram {
    private OtherProgram() {}

    public static void main(String[] args) throws IOException {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // nothing to do with it
        }
    }
}
