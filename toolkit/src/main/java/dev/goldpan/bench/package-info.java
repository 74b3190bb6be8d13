/** Measurements of speed that anyone can repeat; never part of the tests. */
package dev.goldpan.bench;
