// SPDX-License-Identifier: Apache-2.0

/**
 * The metrics of dispatchers, their loops, TCP and UDP as MXBeans of the platform's MBean server: what {@code jconsole} and
 * monitoring agents read.
 */
@NullMarked
package org.aioactors.jmx;

import org.jspecify.annotations.NullMarked;
