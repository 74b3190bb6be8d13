/**
 * The emoji world of the bundled model: what its pictures show, with the truth about them; {@code dev.goldpan.world} is its language.
 *
 * <p>Pure Java with no engine. Every picture is a function of (seed, index) and is the same, byte for byte, on every machine and
 * JDK: resampling and colouring are our own arithmetic, and the glyphs are lossless bitmaps. {@code docs/world.md} states the
 * vocabulary and the distribution.
 */
package dev.goldpan.mini.world;
