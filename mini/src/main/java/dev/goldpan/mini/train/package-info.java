/** Training of the bundled networks: one loop, one objective per network; deterministic from a seed, resumable from checkpoints. */
package dev.goldpan.mini.train;
