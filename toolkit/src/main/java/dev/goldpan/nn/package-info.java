/** Layers over libtorch, and the cursor through a checkpoint from which they take their weights. */
package dev.goldpan.nn;
