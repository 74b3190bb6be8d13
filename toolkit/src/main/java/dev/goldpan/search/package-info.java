/**
 * Searching for better noise: recipes of candidates, the algorithms that propose them, what they cost, and how they are brought
 * about and scored. Names no network and no verifier; algorithms are pure arithmetic on recipes and scores.
 */
package dev.goldpan.search;
