/**
 * The language of the bundled model's world: what a caption can say and what it asks for. How such things are drawn is of no concern
 * here. {@code docs/world.md} states the vocabulary.
 */
package dev.goldpan.world;
