// SPDX-License-Identifier: Apache-2.0
/** Benchmarks: each a program that compares things in alternating rounds of one run and prints medians. */
@NullMarked
package org.aioactors.samples.bench;

import org.jspecify.annotations.NullMarked;
