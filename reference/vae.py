"""Tiny AutoencoderKLs and AutoencoderTinys of every shape: weights, moments, samples, images, tiles, gradients."""
import torch
from diffusers import AutoencoderKL, AutoencoderTiny

from common import gain, randn, save, save_json, seeded


def kl(levels, **config):
    return dict(down_block_types=("DownEncoderBlock2D",) * levels, up_block_types=("UpDecoderBlock2D",) * levels) | config


KL = {
    # SD1.x to SDXL: quant convolutions, three levels, group count that is no power of two
    "sd": dict(config=kl(3, block_out_channels=(6, 9, 12), norm_num_groups=3, layers_per_block=2, latent_channels=4,
                         sample_size=32),
               image=(2, 3, 16, 24), tiled=(1, 3, 44, 80)),
    # FLUX: no quant convolutions, a shift
    "flux": dict(config=kl(2, block_out_channels=(5, 10), norm_num_groups=5, layers_per_block=1, latent_channels=6,
                           sample_size=16, use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.1159,
                           scaling_factor=0.3611, force_upcast=True),
                 image=(1, 3, 18, 10), tiled=(2, 3, 36, 14)),
    # no attention in the middle
    "plain": dict(config=kl(2, block_out_channels=(4, 8), norm_num_groups=2, layers_per_block=1, latent_channels=3,
                            sample_size=16, mid_block_add_attention=False, force_upcast=False),
                  image=(3, 3, 8, 14)),
    # one level: nothing is resized
    "flat": dict(config=kl(1, block_out_channels=(7,), norm_num_groups=1, layers_per_block=1, latent_channels=2, sample_size=8),
                 image=(2, 3, 5, 9)),
    # the bundled model: 2x2 pixels folded into channels, which diffusers' class does not have
    "patch": dict(config=kl(2, block_out_channels=(8, 12), norm_num_groups=4, layers_per_block=1, latent_channels=4,
                            sample_size=32, in_channels=12, out_channels=12, scaling_factor=0.7),
                  image=(2, 3, 16, 24), patch=2, tiled=(1, 3, 32, 52)),
}

TINY = {
    "taesd": dict(config=dict(encoder_block_out_channels=(6,) * 3, decoder_block_out_channels=(6,) * 3,
                              num_encoder_blocks=(1, 2, 1), num_decoder_blocks=(2, 1, 1)), image=(2, 3, 12, 20)),
    "taef": dict(config=dict(encoder_block_out_channels=(8,) * 2, decoder_block_out_channels=(5,) * 2, num_encoder_blocks=(1, 1),
                             num_decoder_blocks=(1, 2), latent_channels=6, latent_magnitude=2, latent_shift=0.3,
                             scaling_factor=0.9),
                 image=(1, 3, 6, 10)),
}


def image_like(*shape, seed):
    return torch.tanh(randn(*shape, seed=seed))


def settings(net):
    return {key: value for key, value in net.config.items() if not key.startswith("_")}


def kl_case(name, case):
    net = seeded(lambda: AutoencoderKL(**case["config"]))
    patch = case.get("patch", 1)
    state = net.state_dict()
    if patch > 1:
        net.encoder = torch.nn.Sequential(torch.nn.PixelUnshuffle(patch), net.encoder)
        net.decoder = torch.nn.Sequential(net.decoder, torch.nn.PixelShuffle(patch))
    image = image_like(*case["image"], seed=1)
    moments = net.encode(image).latent_dist
    noise = randn(*moments.mean.shape, seed=2)
    raw = moments.mean + moments.std * noise
    shift = net.config.shift_factor or 0.0
    latents = (raw - shift) * net.config.scaling_factor
    decode = lambda z: net.decode(z).sample
    leaf = latents.clone().requires_grad_(True)
    out = decode(leaf / net.config.scaling_factor + shift)
    weight = randn(*out.shape, seed=3)
    io = dict(image=image, mean=moments.mean, logvar=moments.logvar, noise=noise, raw=raw, latents=latents, decoded=out,
              grad_out_weight=weight, grad_latents=torch.autograd.grad((out * weight).sum(), leaf)[0])
    pixels = image.clone().requires_grad_(True)
    drawn = net.encode(pixels).latent_dist
    io["grad_image"] = torch.autograd.grad(((drawn.mean + drawn.std * noise) * noise).sum(), pixels)[0]
    print(name, "gain", round(gain(lambda x: net.encode(x).latent_dist.mean, image), 2), round(gain(decode, raw), 2),
          "parameters", sum(p.numel() for p in net.parameters()))
    config = settings(net) | {"_class_name": "AutoencoderKL"}
    if patch > 1:
        config |= {"in_channels": 3, "out_channels": 3, "patch_size": patch}
    if "tiled" in case:
        net.tile_latent_min_size //= patch
        net.enable_tiling()
        big = image_like(*case["tiled"], seed=4)
        tiles = net.encode(big).latent_dist
        io |= dict(tiled_image=big, tiled_mean=tiles.mean, tiled_logvar=tiles.logvar, tiled_decoded=decode(tiles.mean))
    save_json(f"vae/{name}", "config", config)
    save(f"vae/{name}", "diffusion_pytorch_model", state)
    save(f"vae/{name}", "io", io)


def tiny_case(name, case):
    net = seeded(lambda: AutoencoderTiny(**case["config"]))
    image = image_like(*case["image"], seed=1)
    latents = 3 * net.encode(image).latents + randn(*net.encode(image).latents.shape, seed=2)
    leaf = latents.clone().requires_grad_(True)
    out = net.decode(leaf / net.config.scaling_factor).sample
    weight = randn(*out.shape, seed=3)
    io = dict(image=image, encoded=net.encode(image).latents * net.config.scaling_factor, latents=latents, decoded=out,
              grad_out_weight=weight, grad_latents=torch.autograd.grad((out * weight).sum(), leaf)[0],
              unit=net.scale_latents(latents), back=net.unscale_latents(net.scale_latents(latents)))
    print(name, "gain", round(gain(lambda x: net.encode(x).latents, image), 2),
          round(gain(lambda z: net.decode(z).sample, latents), 2))
    save_json(f"vae/{name}", "config", settings(net) | {"_class_name": "AutoencoderTiny"})
    save(f"vae/{name}", "diffusion_pytorch_model", net.state_dict())
    save(f"vae/{name}", "io", io)


if __name__ == "__main__":
    for name, case in KL.items():
        kl_case(name, case)
    for name, case in TINY.items():
        tiny_case(name, case)
