/**
 * Sweeps: models x prompts x algorithms x verifiers x budgets x seeds from one spec, as work items that are independent, addressed by
 * their content, and kept in one database.
 */
package dev.goldpan.run.sweep;
