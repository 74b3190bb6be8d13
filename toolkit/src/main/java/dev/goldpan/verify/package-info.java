/**
 * What tells a good image from a bad one: scores of candidates by what can be seen of them, the networks behind the scores, and
 * combinations. Knows neither the sampler nor the search.
 */
package dev.goldpan.verify;
