package dev.goldpan.model;

import dev.goldpan.sample.Conditioning;

/**
 * What the denoiser is told on either branch of guidance, one row each.
 *
 * @param positive with the prompt
 * @param negative without it, or with the negative one
 */
record Told(Conditioning positive, Conditioning negative) {}
