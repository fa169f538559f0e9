// SPDX-License-Identifier: Apache-2.0
/** The examples of the documentation: each Java block in README.md and docs/*.md stands here, compiled and run by a test. */
@NullMarked
package org.aioactors.docs;

import org.jspecify.annotations.NullMarked;
