// SPDX-License-Identifier: Apache-2.0
/**
 * Several servers as one network: how all loops have one order of a channel's events, also when its authority dies with its
 * server.
 *
 * <pre>
 *   a loop                                        the authority of a channel: ShardedAuthority, an actor,
 *                                                 around AuthorityEnd, which knows no actors
 *   LoopEnd   ── Commands, term, number ──────►   DecidingEnd: each once and in order, by CommandNumbers
 *             ◄── Settled ─────────────────────
 *             ◄── Numbered or Whole, stable ───   ToldLoops, itself included: numbers the event;
 *             ── Heard up to number ──────────►   ToldLoop: tells it again until it was heard
 *
 *   a new authority, a higher term
 *   LoopEnd   ◄── WhoHas ──────────────────────   Takeover
 *             ── Reported ────────────────────►   Restoration: the longest one counts
 *             ◄── Begins: what it missed ──────
 *             ── Vouched: who is on it here ──►   all others have left
 *             ── Commands without effect ─────►   as if they were new
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.cluster;
