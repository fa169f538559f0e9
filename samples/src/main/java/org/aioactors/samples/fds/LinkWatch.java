// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.fds;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.HashMap;
import java.util.Map;
import org.aioactors.os.kernel.NetworkLinks;

/** Prints the network interfaces and their addresses, and then each that comes, goes, or is switched on or off. */
public final class LinkWatch {
    /** The names of interfaces, by number. */
    private final Map<Integer, String> names = new HashMap<>();

    private LinkWatch() {}

    public static void main(String[] args) {
        ActorSystem.create(create(), "link-watch");
    }

    private static Behavior<NetworkLinks.Event> create() {
        return Behaviors.setup(context -> {
            NetworkLinks.watch(context.getSystem(), context.getSelf());
            LinkWatch watch = new LinkWatch();
            return Behaviors.receiveMessage(event -> {
                System.out.println(watch.line(event));
                return event instanceof NetworkLinks.Failed ? Behaviors.stopped() : Behaviors.same();
            });
        });
    }

    private String line(NetworkLinks.Event event) {
        if (event instanceof NetworkLinks.Link link) {
            names.put(link.index(), link.name());
            String state = !link.up() ? "off" : link.running() ? "up" : "on, without a carrier";
            return link.name() + " is " + state + ", mtu " + link.mtu();
        } else if (event instanceof NetworkLinks.LinkGone gone) {
            names.remove(gone.index());
            return gone.name() + " is gone";
        } else if (event instanceof NetworkLinks.Address address) {
            return name(address.link()) + " has " + address.address().getHostAddress() + "/" + address.prefix();
        } else if (event instanceof NetworkLinks.AddressGone gone) {
            return name(gone.link()) + " has no more " + gone.address().getHostAddress() + "/" + gone.prefix();
        } else if (event instanceof NetworkLinks.Overrun) {
            names.clear();
            return "changes were lost, so once more:";
        } else if (event instanceof NetworkLinks.Failed failed) {
            return String.valueOf(failed.cause().getMessage());
        }
        return "-- that is all; now changes --";
    }

    private String name(int link) {
        return names.getOrDefault(link, "link " + link);
    }
}
