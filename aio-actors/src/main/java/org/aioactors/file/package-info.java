// SPDX-License-Identifier: Apache-2.0
/**
 * Files as messages, {@link org.aioactors.file.Fs}.
 *
 * <pre>
 *   Fs.Open, Fs.Rename, ... ──► FileManager ──► FileActor, one for each open file
 *                                   │               └──► FileQueue (what runs at once) ──► FileTask
 *                                   └──► PathTasks                                           │
 *                                                       LoopFiles ◄──────────────────────────┘
 * </pre>
 */
@NullMarked
package org.aioactors.file;

import org.jspecify.annotations.NullMarked;
