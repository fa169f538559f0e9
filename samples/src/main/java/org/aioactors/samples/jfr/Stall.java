// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.jfr;

/**
 * Something that kept a loop.
 *
 * @param timeNs when it was noticed, or began, since the epoch
 * @param durationNs below 0 if the recording does not tell
 * @param loop the name of the loop's thread
 * @param culprit what kept it
 */
record Stall(long timeNs, long durationNs, String loop, String culprit) {}
