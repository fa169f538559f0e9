// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.typed.ActorRef;

/** What every session of a server shares. */
record ChatServices(
        ChatSettings settings, ActorRef<NameRegistry.Command> names, ActorRef<RoomDirectory.Command> rooms) {}
