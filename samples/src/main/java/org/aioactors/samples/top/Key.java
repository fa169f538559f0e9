// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

/** What keys mean. */
enum Key {
    QUIT,
    PAUSE,
    LEFT,
    RIGHT,
    REVERSE,
    UP,
    DOWN,
    ENTER,
    BACK,
    HELP,
    OTHER
}
