"""Names and shapes of every tensor of the full-size models, built on the meta device from their published configurations.

Writes fixtures/manifests/NAME.json.gz ({tensor name: shape}) beside NAME.config.json (what the checkpoint's config.json says).
Tensor counts and parameter counts are asserted, so that a library whose class drifts away from the published files is noticed.
"""
import gzip
import json
import pathlib

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "toolkit/src/test/resources/fixtures/manifests"
CROSS_DOWN, DOWN, CROSS_UP, UP = "CrossAttnDownBlock2D", "DownBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"

UNET = dict(
    _class_name="UNet2DConditionModel", act_fn="silu", center_input_sample=False, downsample_padding=1, flip_sin_to_cos=True,
    freq_shift=0, in_channels=4, layers_per_block=2, mid_block_scale_factor=1, norm_eps=1e-05, norm_num_groups=32,
    out_channels=4)
FOUR_LEVELS = dict(
    block_out_channels=[320, 640, 1280, 1280], down_block_types=[CROSS_DOWN, CROSS_DOWN, CROSS_DOWN, DOWN],
    up_block_types=[UP, CROSS_UP, CROSS_UP, CROSS_UP])
SD2 = UNET | FOUR_LEVELS | dict(
    attention_head_dim=[5, 10, 20, 20], cross_attention_dim=1024, dual_cross_attention=False, num_class_embeds=None,
    only_cross_attention=False, use_linear_projection=True)
VAE = dict(
    _class_name="AutoencoderKL", act_fn="silu", block_out_channels=[128, 256, 512, 512],
    down_block_types=["DownEncoderBlock2D"] * 4, in_channels=3, latent_channels=4, layers_per_block=2, norm_num_groups=32,
    out_channels=3, up_block_types=["UpDecoderBlock2D"] * 4)
CLIP = dict(
    architectures=["CLIPTextModel"], attention_dropout=0.0, bos_token_id=0, dropout=0.0, eos_token_id=2, initializer_factor=1.0,
    initializer_range=0.02, layer_norm_eps=1e-05, max_position_embeddings=77, model_type="clip_text_model", pad_token_id=1,
    vocab_size=49408)

# name: (class, published configuration, tensors, parameters)
MODELS = {
    "sd15-unet": (UNet2DConditionModel, UNET | FOUR_LEVELS | dict(
        attention_head_dim=8, cross_attention_dim=768, sample_size=64), 686, 859_520_964),
    "sd21-unet": (UNet2DConditionModel, SD2 | dict(sample_size=96, upcast_attention=True), 686, 865_910_724),
    "sd21-base-unet": (UNet2DConditionModel, SD2 | dict(sample_size=64), 686, 865_910_724),
    "sdxl-unet": (UNet2DConditionModel, UNET | dict(
        addition_embed_type="text_time", addition_embed_type_num_heads=64, addition_time_embed_dim=256,
        attention_head_dim=[5, 10, 20], block_out_channels=[320, 640, 1280], class_embed_type=None,
        class_embeddings_concat=False, conv_in_kernel=3, conv_out_kernel=3, cross_attention_dim=2048, cross_attention_norm=None,
        down_block_types=[DOWN, CROSS_DOWN, CROSS_DOWN], dual_cross_attention=False, encoder_hid_dim=None,
        encoder_hid_dim_type=None, mid_block_only_cross_attention=None, mid_block_type="UNetMidBlock2DCrossAttn",
        num_attention_heads=None, num_class_embeds=None, only_cross_attention=False, projection_class_embeddings_input_dim=2816,
        resnet_out_scale_factor=1.0, resnet_skip_time_act=False, resnet_time_scale_shift="default", sample_size=128,
        time_cond_proj_dim=None, time_embedding_act_fn=None, time_embedding_dim=None, time_embedding_type="positional",
        timestep_post_act=None, transformer_layers_per_block=[1, 2, 10], up_block_types=[CROSS_UP, CROSS_UP, UP],
        upcast_attention=None, use_linear_projection=True), 1680, 2_567_463_684),
    "sd-vae": (AutoencoderKL, VAE | dict(sample_size=512), 248, 83_653_863),
    "sdxl-vae": (AutoencoderKL, VAE | dict(sample_size=1024, scaling_factor=0.13025, force_upcast=True), 248, 83_653_863),
    "taesd": (AutoencoderTiny, dict(
        _class_name="AutoencoderTiny", act_fn="relu", block_out_channels=[64, 64, 64, 64], decoder_block_out_channels=[64] * 4,
        encoder_block_out_channels=[64] * 4, force_upcast=False, in_channels=3, latent_channels=4, latent_magnitude=3,
        latent_shift=0.5, num_decoder_blocks=[3, 3, 3, 1], num_encoder_blocks=[1, 3, 3, 3], out_channels=3, scaling_factor=1.0,
        upsampling_scaling_factor=2), None, None),
    "clip-l": (CLIPTextModel, CLIP | dict(
        hidden_act="quick_gelu", hidden_size=768, intermediate_size=3072, num_attention_heads=12, num_hidden_layers=12,
        projection_dim=768), 196, 123_060_480),
    "openclip-h": (CLIPTextModel, CLIP | dict(
        hidden_act="gelu", hidden_size=1024, intermediate_size=4096, num_attention_heads=16, num_hidden_layers=23,
        projection_dim=512), 372, 340_387_840),
    "openclip-bigg": (CLIPTextModelWithProjection, CLIP | dict(
        architectures=["CLIPTextModelWithProjection"], hidden_act="gelu", hidden_size=1280, intermediate_size=5120,
        num_attention_heads=20, num_hidden_layers=32, projection_dim=1280), 517, 694_659_840),
}


def build(kind, config):
    settings = {key: value for key, value in config.items() if not key.startswith("_")}
    with torch.device("meta"):
        return kind.from_config(config) if hasattr(kind, "from_config") and "_class_name" in config \
            else kind(CLIPTextConfig(**settings))


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (kind, config, tensors, parameters) in MODELS.items():
        shapes = {key: list(value.shape) for key, value in build(kind, config).state_dict().items()}
        if "architectures" in config:  # the published files have a prefix that newer releases of the library leave out
            shapes = {key if key.startswith(("text_model.", "text_projection.")) else "text_model." + key: shape
                      for key, shape in shapes.items()}
        count = sum(torch.Size(shape).numel() for shape in shapes.values())
        assert tensors is None or (len(shapes), count) == (tensors, parameters), (name, len(shapes), count)
        text = json.dumps(shapes, separators=(",", ":"), sort_keys=True)
        with open(FOLDER / f"{name}.json.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
            file.write(text.encode())
        (FOLDER / f"{name}.config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
        print(name, len(shapes), "tensors", count, "parameters", (FOLDER / f"{name}.json.gz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
