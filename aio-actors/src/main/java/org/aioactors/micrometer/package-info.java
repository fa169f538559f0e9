// SPDX-License-Identifier: Apache-2.0

/**
 * The metrics of dispatchers, their loops, TCP and UDP as meters of Micrometer, for whatever that speaks to: Prometheus,
 * OpenTelemetry and others.
 *
 * <p>Micrometer is an optional dependency: who uses this package names {@code io.micrometer:micrometer-core} as well, and
 * nothing else here needs it.
 */
@NullMarked
package org.aioactors.micrometer;

import org.jspecify.annotations.NullMarked;
