package dev.goldpan.model;

import dev.goldpan.sample.Conditioning;
import dev.goldpan.text.Tokens;

/**
 * What the denoiser is told on either branch of guidance, one row each.
 *
 * @param tokens of the prompt, as the first text encoder sees it
 * @param positive with the prompt
 * @param negative without it, or with the negative one
 */
record Told(Tokens tokens, Conditioning positive, Conditioning negative) {}
