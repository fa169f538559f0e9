// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    private final ActorTestKit testKit = ActorTestKit.create();

    @TempDir
    Path folder;

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    @Test
    void aTextIsSaved() {
        TestProbe<String> listener = testKit.createTestProbe();
        testKit.spawn(SavedText.saving(folder.resolve("text"), "hello", listener.getRef()));
        listener.expectMessage("saved");
        assertThat(folder.resolve("text")).hasContent("hello");
        testKit.spawn(SavedText.saving(folder, "hello", listener.getRef()));
        listener.expectMessage("open('" + folder + "'): EISDIR (Is a directory)");
    }

    @Test
    void ordersAreKept() throws IOException {
        TestProbe<String> customer = testKit.createTestProbe();
        var orders = testKit.spawn(Orders.taking(folder));
        orders.tell(new Orders.Order("tea", customer.getRef()));
        customer.expectMessage("order 0");
        orders.tell(new Orders.Order("milk", customer.getRef()));
        customer.expectMessage("order 1");
        assertThat(Orders.all(folder)).containsExactly("tea", "milk");
    }
}
