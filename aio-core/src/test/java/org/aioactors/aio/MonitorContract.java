// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import java.util.List;
import org.aioactors.aio.linux.EventNotifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Behaviour that must be the same however fds are monitored: all tests of a subclass run once for each {@link MonitorSetup}. */
@ParameterizedClass(name = "{0}")
@EnumSource(MonitorSetup.class)
abstract class MonitorContract extends LoopTest {
    final MonitorSetup setup;
    AioContext context;

    MonitorContract(MonitorSetup setup) {
        this.setup = setup;
    }

    @BeforeEach
    void openContext() {
        context = setup.open(this, builder());
    }

    List<String> turn() {
        return turn(context);
    }

    /** A handler that writes "disable" down, holds external handlers back, and clears the source. */
    FdHandler disablingExternal(EventNotifier source) {
        return FdHandler.reading(() -> {
            log.add("disable");
            context.disableExternal();
            source.testAndClear();
        });
    }
}
