/** The command line: one class per verb. The only place that prints and that ends the process. */
package dev.goldpan.cli;
