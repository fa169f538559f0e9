// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.actor.CoordinatedShutdown;
import akka.actor.CoordinatedShutdown.Reason;
import akka.actor.typed.ActorSystem;
import java.util.Optional;
import org.aioactors.samples.chat.cluster.ClusterWatch;

/** Why a server of a network ended though nobody told it to. */
final class NetworkEnd {
    private NetworkEnd() {}

    /** For the person who runs it; empty if it is not about the network, or the server has not ended. Any thread. */
    static Optional<StartException> of(ActorSystem<?> system) {
        return CoordinatedShutdown.get(system).getShutdownReason().flatMap(NetworkEnd::of);
    }

    private static Optional<StartException> of(Reason reason) {
        if (reason.equals(CoordinatedShutdown.clusterDowningReason())) {
            return fault(
                    ChatServer.EXIT_FAILED,
                    "most servers of the network could not be reached, or have gone on without this one; it ends, and can"
                            + " join them again when it is started");
        } else if (reason.equals(CoordinatedShutdown.incompatibleConfigurationDetectedReason())) {
            return fault(
                    ChatServer.EXIT_CONFIGURATION,
                    "the network has other settings of Akka than this server; see the log, and give all the same");
        } else if (reason.equals(ClusterWatch.NameTaken.INSTANCE)) {
            return fault(
                    ChatServer.EXIT_CONFIGURATION,
                    "another server of the network has the same name; give each one of its own, by --name (chat.name)");
        }
        return Optional.empty();
    }

    private static Optional<StartException> fault(int exitStatus, String message) {
        return Optional.of(new StartException(exitStatus, message, null));
    }
}
