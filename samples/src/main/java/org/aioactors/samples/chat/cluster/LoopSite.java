// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.cluster;

import akka.actor.typed.ActorRef;

/**
 * Where a loop is in the network.
 *
 * @param hub what the loop's news are told to
 * @param node its server
 * @param region passes on what is for authorities, wherever they are
 */
public record LoopSite(ActorRef<Object> hub, long node, ActorRef<ToChannel> region) {}
