/** Samplers, schedules and the denoiser they integrate. Samplers know no network; networks know no sampler. */
package dev.goldpan.sample;
