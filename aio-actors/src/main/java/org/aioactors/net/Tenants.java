// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayList;
import java.util.List;
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

        /** The place ends: closes what it has. */
        abstract void stopped();
    }

    private final List<Tenant> all = new ArrayList<>();

    int count() {
        return all.size();
    }

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

    /** Stops all; one that fails keeps no other from it. */
    void stopAll() {
        while (!all.isEmpty()) {
            Tenant last = all.get(all.size() - 1);
            try {
                last.stopped();
            } catch (RuntimeException failure) {
                LOG.error("stopping {}", last, failure);
            } finally {
                remove(last);
            }
        }
    }
}
