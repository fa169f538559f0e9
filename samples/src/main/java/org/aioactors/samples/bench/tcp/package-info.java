// SPDX-License-Identifier: Apache-2.0
/**
 * TCP against its peers: servers that do the same with our TCP, Akka's and Netty ({@code *Echo}, {@code *FanOut}), a load that
 * checks every byte ({@code TcpLoad}), and what lets them take turns ({@code TcpComparison}).
 */
@NullMarked
package org.aioactors.samples.bench.tcp;

import org.jspecify.annotations.NullMarked;
