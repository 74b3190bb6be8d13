/**
 * What the verifiers learn from: scenes of the world in families that differ in one respect, which captions fit which of them, and
 * what bad pictures look like.
 */
package dev.goldpan.mini.lesson;
