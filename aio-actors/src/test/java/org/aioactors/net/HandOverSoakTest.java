// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.junit.jupiter.api.Tag;

/** The same for as many clients as the acceptance wants, through four processes. */
@Tag("soak")
class HandOverSoakTest extends HandOverTest {
    @Override
    int clients() {
        return 10_000;
    }

    @Override
    int successors() {
        return 3;
    }
}
