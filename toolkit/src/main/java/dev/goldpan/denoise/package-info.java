/** The denoising networks: one configuration record and one network each. */
package dev.goldpan.denoise;
