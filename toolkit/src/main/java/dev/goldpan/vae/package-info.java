/** Autoencoders between images and the latents of diffusion models. */
package dev.goldpan.vae;
