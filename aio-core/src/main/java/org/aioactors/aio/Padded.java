// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

/**
 * Keeps the fields of a subclass off the cache lines of whatever object lies before it in memory, and of the line that
 * processors fetch along with these. For objects that one thread writes all the time: two such objects of different
 * loops on one line would have each loop wait for the other at every write. If all of them are padded in front, no two
 * share a line.
 */
public abstract class Padded {
    /** Fills what the object's header leaves of its last word, where the JVM would put a field of the subclass. */
    int gap;

    long p1;
    long p2;
    long p3;
    long p4;
    long p5;
    long p6;
    long p7;
    long p8;
    long p9;
    long p10;
    long p11;
    long p12;
    long p13;
    long p14;
    long p15;

    /** For subclasses. Any thread. */
    protected Padded() {}
}
