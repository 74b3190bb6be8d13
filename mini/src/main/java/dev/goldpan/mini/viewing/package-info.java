/**
 * What viewers say about pictures that the bundled model made: the pictures, kept as latents, and the answers. Judge and verifiers learn
 * from pictures of their own.
 */
package dev.goldpan.mini.viewing;
