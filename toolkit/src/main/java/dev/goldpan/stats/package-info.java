/**
 * What banks of candidates and repeated runs say: order statistics, paired intervals, rank correlations, plateaus. Numbers in, numbers
 * out; whatever is resampled is addressed, so that a report is the same every time.
 */
package dev.goldpan.stats;
