/**
 * Running a search: the one loop that evaluates what is asked for, keeps the budget, and writes everything down before it goes on;
 * resuming, replaying and the files that come out. Sees no tensor.
 */
package dev.goldpan.run;
