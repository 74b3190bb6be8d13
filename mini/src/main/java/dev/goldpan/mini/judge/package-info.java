/**
 * What the judge learns from: pictures of the world, whole, blended, damaged and worn, each with the truth about it; and how well
 * it then judges. Its seeds are its own.
 */
package dev.goldpan.mini.judge;
