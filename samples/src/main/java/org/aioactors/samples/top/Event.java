// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

/** What the page is about to react to. */
interface Event {
    /** A sample was read. */
    record Sampled(Sample sample) implements Event {}

    /** There will be no more samples. */
    record Failed(TopException reason) implements Event {}

    /** A key was pressed. */
    record Pressed(Key key) implements Event {}

    /** The terminal has another size. */
    record Resized() implements Event {}

    /** The program is to end with this status. */
    record Ended(int status) implements Event {}
}
