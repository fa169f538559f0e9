// SPDX-License-Identifier: Apache-2.0
/** Our UDP compared with Akka's and with C: {@link org.aioactors.samples.bench.udp.UdpComparison}. */
@NullMarked
package org.aioactors.samples.bench.udp;

import org.jspecify.annotations.NullMarked;
