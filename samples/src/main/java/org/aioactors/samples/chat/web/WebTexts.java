// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import java.util.function.Supplier;

/**
 * What the server says of itself. Both are asked on a loop, for each request: they must not block.
 *
 * @param metrics for {@code /metrics}, in the text format of Prometheus
 * @param health for {@code /health}: a text that begins with {@code ok}, or why it is not well
 */
public record WebTexts(Supplier<String> metrics, Supplier<String> health) {}
