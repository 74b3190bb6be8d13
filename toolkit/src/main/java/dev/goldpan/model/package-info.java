/**
 * Whole models: which networks a checkpoint consists of, what each of them is told, and images made with them.
 */
package dev.goldpan.model;
