// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is below a watched root, as far as its listener has been told: for a listener that wants to have it all, which passes
 * each event to {@link #apply}. Takes memory for each path. One thread at a time.
 */
public final class KnownFiles {
    /** What a path's descendants begin with, and what comes after the last of them. */
    private static final char SLASH = '/';

    private static final char AFTER_SLASH = '/' + 1;

    /** Whether it is a directory, by path. */
    private final TreeMap<String, Boolean> paths = new TreeMap<>();

    /** Takes an event into account. */
    public void apply(DirectoryWatch.Event event) {
        if (event instanceof DirectoryWatch.Found found) {
            paths.put(found.path(), found.directory());
        } else if (event instanceof DirectoryWatch.Created created) {
            paths.put(created.path(), created.directory());
        } else if (event instanceof DirectoryWatch.MovedIn moved) {
            forget(moved.path());
            paths.put(moved.path(), moved.directory());
        } else if (event instanceof DirectoryWatch.Moved moved) {
            move(moved);
        } else if (event instanceof DirectoryWatch.Deleted deleted) {
            forget(deleted.path());
        } else if (event instanceof DirectoryWatch.MovedOut moved) {
            forget(moved.path());
        } else if (event instanceof DirectoryWatch.Unmounted unmounted) {
            below(unmounted.path()).clear();
        } else if (event instanceof DirectoryWatch.Overflowed || event instanceof DirectoryWatch.Absent) {
            paths.clear();
        }
    }

    private void forget(String path) {
        paths.remove(path);
        below(path).clear();
    }

    private void move(DirectoryWatch.Moved moved) {
        SortedMap<String, Boolean> source = below(moved.from());
        TreeMap<String, Boolean> carried = new TreeMap<>(source);
        source.clear();
        paths.remove(moved.from());
        forget(moved.to());
        paths.put(moved.to(), moved.directory());
        carried.forEach((path, directory) ->
                paths.put(moved.to() + path.substring(moved.from().length()), directory));
    }

    private SortedMap<String, Boolean> below(String path) {
        return paths.subMap(path + SLASH, path + AFTER_SLASH);
    }

    /** Whether there is a file or directory of that path. */
    public boolean contains(String path) {
        return paths.containsKey(path);
    }

    /** All paths but the root's, in order, each with whether it is a directory: a view, which can't be changed. */
    public NavigableMap<String, Boolean> paths() {
        return Collections.unmodifiableNavigableMap(paths);
    }
}
