// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The watched directories, and which watch is of which. One thread at a time. */
final class WatchedTree {
    private static final int NO_WATCH = -1;
    private static final long NEVER = -1;

    /** A directory: where it is in the tree, so that it is moved in one step with all below it. */
    static final class Node {
        private String name;
        private @Nullable Node parent;
        private int watch = NO_WATCH;
        private boolean wasWatched;

        /** When it was scanned, as {@link #drains} counts. */
        private long scanned = NEVER;

        /** Whether it was not where it was looked for, and what has become of it is not known yet. */
        private boolean lost;

        /** Null for none. */
        private @Nullable Map<String, Node> children;

        private Node(String name, @Nullable Node parent) {
            this.name = name;
            this.parent = parent;
        }

        /** Below the root it has the names of the directories above it in front. */
        String path() {
            if (parent == null) {
                return name;
            }
            String above = parent.path();
            return above.endsWith("/") ? above + name : above + "/" + name;
        }

        String pathOf(String child) {
            String path = path();
            return path.endsWith("/") ? path + child : path + "/" + child;
        }

        String name() {
            return name;
        }

        /** Null for the root. */
        @Nullable Node parent() {
            return parent;
        }

        boolean isLost() {
            return lost;
        }

        @Nullable Node child(String childName) {
            return children == null ? null : children.get(childName);
        }
    }

    private final Node root;
    private final Map<Integer, Node> byWatch = new HashMap<>();

    /** How often all that the kernel has told was read to the end. */
    private long drains;

    /** Whether something was scanned since it was read to the end, or is lost: then a moved directory has to be looked at. */
    private boolean doubts;

    private boolean anyLost;

    /** Watches of directories that are not in the tree any more. */
    private final List<Integer> stale = new ArrayList<>();

    WatchedTree(String rootPath) {
        root = new Node(rootPath, null);
    }

    Node root() {
        return root;
    }

    /** The directory of a watch; null if there is none in the tree. */
    @Nullable Node byWatch(int watch) {
        return byWatch.get(watch);
    }

    /** Adds a directory, in place of one of the same name. */
    Node add(Node parent, String name) {
        remove(parent, name);
        Node node = new Node(name, parent);
        put(parent, node);
        return node;
    }

    private static void put(Node parent, Node child) {
        if (parent.children == null) {
            parent.children = new HashMap<>();
        }
        parent.children.put(child.name, child);
    }

    /** Whether a directory is in the tree still. */
    boolean contains(Node node) {
        Node at = node;
        while (at.parent != null) {
            if (at.parent.child(at.name) != at) {
                return false;
            }
            at = at.parent;
        }
        return at == root;
    }

    /** The watch is of that directory. If it was another one's, that was the same directory before it was moved. */
    void watched(Node node, int watch) {
        Node before = byWatch.put(watch, node);
        if (before != null && before != node) {
            before.watch = NO_WATCH;
        }
        if (node.watch != NO_WATCH && node.watch != watch) {
            byWatch.remove(node.watch, node);
        }
        node.watch = watch;
        node.wasWatched = true;
        node.lost = false;
        node.scanned = drains;
        doubts = true;
    }

    /** A directory was not where it was looked for: it, or one above it, was moved or removed, which is not read yet. */
    void lost(Node node) {
        node.lost = true;
        anyLost = true;
        doubts = true;
    }

    /** All that the kernel has told so far is read. */
    void drained() {
        drains++;
        doubts = anyLost;
    }

    /**
     * Whether a path that one of these was scanned by may have led to another directory by then: since then it has not been read
     * to the end what was moved.
     */
    private boolean isInDoubt(Node top) {
        if (!doubts) {
            return false;
        }
        List<Node> nodes = new ArrayList<>(List.of(top));
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.lost || node.scanned == drains) {
                return true;
            }
            if (node.children != null) {
                nodes.addAll(node.children.values());
            }
        }
        return false;
    }

    /** The kernel has ended a watch. */
    void ended(int watch) {
        Node node = byWatch.remove(watch);
        if (node != null) {
            node.watch = NO_WATCH;
        }
    }

    /** Removes a directory with all below it; what is still watched of that is {@link #stale}. */
    void remove(Node parent, String name) {
        stale.addAll(forget(parent, name));
    }

    /** Removes a directory that the kernel has deleted, and with it the watch. */
    void deleted(Node parent, String name) {
        forget(parent, name);
    }

    /** Returns what was watched. */
    private List<Integer> forget(Node parent, String name) {
        Node top = parent.children == null ? null : parent.children.remove(name);
        if (top == null) {
            return List.of();
        }
        List<Integer> watches = new ArrayList<>();
        List<Node> nodes = new ArrayList<>(List.of(top));
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.watch != NO_WATCH) {
                byWatch.remove(node.watch, node);
                watches.add(node.watch);
                node.watch = NO_WATCH;
            }
            if (node.children != null) {
                nodes.addAll(node.children.values());
            }
        }
        return watches;
    }

    /**
     * Moves a directory with all below it, if it is known; what was known under its new name is gone.
     *
     * @return whether it was moved. Not if a scan has found its watch to be that of another one, nor if it was not scanned and may
     *     be the one that a scan has found under the new name, nor if what a scan has found below it may be another one's
     */
    boolean move(Node from, String name, Node to, String newName) {
        Node node = from.child(name);
        if (node == null
                || (node.watch == NO_WATCH && (node.wasWatched || to.child(newName) != null))
                || isInDoubt(node)) {
            return false;
        }
        remove(to, newName);
        if (from.children != null) {
            from.children.remove(name);
        }
        node.name = newName;
        node.parent = to;
        put(to, node);
        return true;
    }

    /** The watches to be ended. */
    List<Integer> stale() {
        return List.copyOf(stale);
    }

    /** They are ended now, or will be. */
    void clearStale() {
        stale.clear();
    }

    /** They are to be ended after all. */
    void addStale(List<Integer> watches) {
        stale.addAll(watches);
    }
}
