/** What a run leaves for people and programs to look at: labelled grids, run.json. Sees no tensor. */
package dev.goldpan.report;
