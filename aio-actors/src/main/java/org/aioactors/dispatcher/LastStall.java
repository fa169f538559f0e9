// SPDX-License-Identifier: Apache-2.0
package org.aioactors.dispatcher;

/**
 * One of the last times that an actor or a task held up its thread for `stall-report` without announcing it, see {@link
 * AioDispatcher#lastStalls}.
 *
 * @param number 1 for the first stall of the dispatcher
 * @param loop the name of the loop, which is its dispatcher's id, a hyphen and its number; or that it was a thread which
 *     stood in for loops
 * @param culprit what kept the thread: whose mailbox, or which task
 * @param ageNs how long ago that was noticed
 */
public record LastStall(long number, String loop, String culprit, long ageNs) {}
