/** The library's door: what a program needs to search for pictures, and no more. Sees no tensor; the command line goes through it. */
package dev.goldpan;
