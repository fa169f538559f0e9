// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import org.jspecify.annotations.Nullable;

/**
 * One letter of a {@code MODE} line.
 *
 * @param add whether it stands behind a {@code +}
 * @param mode the letter
 * @param parameter its parameter, or null if it has none
 */
public record ModeChange(boolean add, char mode, @Nullable String parameter) {}
