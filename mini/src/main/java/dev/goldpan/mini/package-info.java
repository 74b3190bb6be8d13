/** What the rooms of the bundled model's making share. */
package dev.goldpan.mini;
