// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingTest {
    /** What Akka says of each message that a stranger or a server sends that was removed, not once. */
    @ParameterizedTest
    @ValueSource(strings = {"Decoder", "compress.InboundActorRefCompression", "compress.InboundManifestCompression"})
    void what_comes_to_the_port_between_servers_cannot_fill_the_log(String logger) throws Exception {
        assertThat(Class.forName("akka.remote.artery." + logger)).isNotNull();
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LoggingTest.class.getResource("/logback.xml"));
        assertThat(context.getLogger("akka.remote.artery." + logger).isWarnEnabled())
                .isFalse();
        assertThat(context.getLogger("akka.cluster.sbr.SplitBrainResolver").isWarnEnabled())
                .isTrue();
    }
}
