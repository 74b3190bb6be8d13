/**
 * The ground floor: lifetime of native memory, devices and precisions, noise, tensor files.
 *
 * <p>libtorch's {@link org.bytedeco.pytorch.Tensor} is used as it is; nothing here wraps it.
 */
package dev.goldpan.tensor;
