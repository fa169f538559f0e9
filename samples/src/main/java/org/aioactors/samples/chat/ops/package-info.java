// SPDX-License-Identifier: Apache-2.0
/** What who runs the server deals with: settings, listeners, certificates, figures. */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.ops;
