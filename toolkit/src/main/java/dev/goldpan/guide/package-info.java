/**
 * Losses over a network's own attention maps: what they compare (subjects of a prompt), how, and the prompt sets they are judged
 * on.
 */
package dev.goldpan.guide;
