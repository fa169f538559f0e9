// SPDX-License-Identifier: Apache-2.0
/**
 * Channels: their rules, and the actor that decides what happens on one.
 *
 * <pre>
 *   a loop with members                    one channel
 *   ChannelView, a copy                    ChannelAuthority, an actor
 *     ── ChannelCommand ──► Channels ──►     ChannelState: the rules, and the ChannelView that counts
 *     ◄── ChannelEvent.Happened ────────   to each loop with members, once; all apply it alike
 *     ◄── ChannelEvent.Answered ────────   to the loop of the one who asked, behind it
 * </pre>
 *
 * <p>What the rules leave to others: names, the lengths of topics and reasons, and whether a nickname is somebody's.
 */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.channel;
