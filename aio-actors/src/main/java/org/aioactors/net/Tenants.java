// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lives on a loop until it ends by itself, or all are stopped. Loop thread only. */
final class Tenants {
    private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);

    /** One of them. Knows its place, so that it is found without a search. */
    abstract static class Tenant {
        private static final int NOWHERE = -1;

        private int place = NOWHERE;

        /** Whether it is one of them now. */
        final boolean isLodged() {
            return place != NOWHERE;
        }

        /** Its place ends: closes what it has. */
        abstract void stopped();

        /** Whether it has come through that listener. */
        abstract boolean isOf(ListenerLimits listener);
    }

    private final List<Tenant> all = new ArrayList<>();

    /** One that is not lodged. */
    void add(Tenant tenant) {
        tenant.place = all.size();
        all.add(tenant);
    }

    /** Returns whether it was one of them. */
    boolean remove(Tenant tenant) {
        if (!tenant.isLodged()) {
            return false;
        }
        Tenant last = all.remove(all.size() - 1);
        if (last != tenant) {
            all.set(tenant.place, last);
            last.place = tenant.place;
        }
        tenant.place = Tenant.NOWHERE;
        return true;
    }

    /** Stops those that are meant; one that fails keeps no other from it. */
    void stop(Predicate<Tenant> which) {
        for (Tenant tenant : all.stream().filter(which).toList()) {
            try {
                tenant.stopped();
            } catch (RuntimeException failure) {
                LOG.error("stopping {}", tenant, failure);
            }
        }
    }
}
