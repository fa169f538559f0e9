// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who lives on a loop. */
class TenantsTest {
    private final ListenerLimits listener = new ListenerLimits(1, 1, () -> {});
    private final Tenants tenants = new Tenants();
    private final List<String> stopped = new ArrayList<>();

    private final class Named extends Tenants.Tenant {
        private final String name;
        private final boolean ofListener;

        Named(String name, boolean ofListener) {
            this.name = name;
            this.ofListener = ofListener;
            tenants.add(this);
        }

        @Override
        void stopped() {
            stopped.add(name);
            tenants.remove(this);
            if (name.equals("failing")) {
                throw new IllegalStateException("planted");
            }
        }

        @Override
        boolean isOf(ListenerLimits one) {
            return ofListener && one == listener;
        }
    }

    @Test
    void whoeverLeavesLeavesTheOthers() {
        Named first = new Named("first", false);
        Named middle = new Named("middle", false);
        new Named("last", false);
        assertThat(tenants.remove(first)).isTrue();
        assertThat(tenants.remove(first)).isFalse();
        assertThat(first.isLodged()).isFalse();
        assertThat(middle.isLodged()).isTrue();
        tenants.stop(tenant -> true);
        assertThat(stopped).containsExactlyInAnyOrder("middle", "last");
        assertThat(middle.isLodged()).isFalse();
    }

    @Test
    void oneThatFailsKeepsNoOther() {
        new Named("before", false);
        new Named("failing", false);
        new Named("after", false);
        tenants.stop(tenant -> true);
        assertThat(stopped).containsExactlyInAnyOrder("before", "failing", "after");
    }

    @Test
    void onlyThoseOfAListener() {
        new Named("its", true);
        Named other = new Named("other", false);
        tenants.stop(tenant -> tenant.isOf(listener));
        assertThat(stopped).containsExactly("its");
        assertThat(other.isLodged()).isTrue();
    }
}
