/** The trained model inside a training: what judge and verifiers learn from shall look as its pictures do. */
package dev.goldpan.mini.generator;
