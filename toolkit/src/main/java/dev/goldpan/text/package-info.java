/**
 * From words to what a network is told: tokenisers, text encoders, and one door per model family that turns prompts into
 * {@link dev.goldpan.sample.Conditioning}.
 */
package dev.goldpan.text;
