package dev.goldpan.search;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trajectories that others may leave or follow further, as long as there is room. What is not here can be made again, at a cost.
 */
final class NodeCache implements AutoCloseable {
    private final int most;
    private final Map<Candidate, Node> nodes = new LinkedHashMap<>(16, 0.75f, true);

    /** A cache of {@code most} nodes. */
    NodeCache(int most) {
        this.most = most;
    }

    /** The trajectory exactly there, or null. */
    Node get(Candidate at) {
        return nodes.get(at);
    }

    /** Where {@code wanted}'s trajectory is known to have come furthest without going beyond it, or null. */
    Node before(Candidate wanted) {
        for (int calls = wanted.calls(); calls >= wanted.recipe().shared(); calls--) {
            Node node = nodes.get(wanted.after(calls));
            if (node != null) {
                return node;
            }
        }
        return null;
    }

    /** Keeps {@code node}, which is this cache's from now on. @return the node that is kept: the one that was here, if any */
    Node put(Candidate at, Node node) {
        Node here = nodes.get(at);
        if (here != null) {
            node.close();
            return here;
        }
        nodes.put(at, node.detached());
        return node;
    }

    /** Releases what was used longest ago and is too much. */
    void trim() {
        Iterator<Node> oldest = nodes.values().iterator();
        while (nodes.size() > most) {
            oldest.next().close();
            oldest.remove();
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(Node::close);
        nodes.clear();
    }
}
