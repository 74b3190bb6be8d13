"""Single files in the layout of the latent-diffusion code: diffusers' names turned back, whole tiny models, names at full size.

Writes fixtures/ldm/KIND.{safetensors,ckpt} and KIND-COMPONENT.safetensors (the same tensors under diffusers' names), the
manifests of the full-size files, and the configurations that such a file stands for (a resource of the toolkit). All tensors
are checked against diffusers' own conversion before they are written. Run manifests.py first.
"""
import gzip
import json
import re

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders import single_file_utils
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from common import FIXTURES, seeded

CROSS_DOWN, DOWN, CROSS_UP, UP = "CrossAttnDownBlock2D", "DownBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"
RESNET = {"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
          "conv2": "out_layers.3", "conv_shortcut": "skip_connection"}
UNET_ENDS = {"conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2",
             "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
             "add_embedding.linear_1": "label_emb.0.0", "add_embedding.linear_2": "label_emb.0.2"}
VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
OPENCLIP = {"self_attn.out_proj": "attn.out_proj", "layer_norm1": "ln_1", "layer_norm2": "ln_2", "mlp.fc1": "mlp.c_fc",
            "mlp.fc2": "mlp.c_proj"}


def unet_name(name, layers, attention_in_up_block):
    """What latent diffusion calls diffusers' UNet tensor ``name``, with ``layers`` resnets per level."""
    stem, kind = name.rsplit(".", 1)
    if stem in UNET_ENDS:
        return f"{UNET_ENDS[stem]}.{kind}"
    side, *rest = stem.split(".")
    if side == "mid_block":
        part, index, *inner = rest
        place = "middle_block.1" if part == "attentions" else f"middle_block.{2 * int(index)}"
    else:
        level, part, index, *inner = rest
        level, index = int(level), int(index)
        if part == "downsamplers":
            return f"input_blocks.{(layers + 1) * (level + 1)}.0.op.{kind}"
        if part == "upsamplers":
            place = f"output_blocks.{(layers + 1) * level + layers}"
            return f"{place}.{2 if attention_in_up_block(level) else 1}.conv.{kind}"
        block = f"input_blocks.{(layers + 1) * level + index + 1}" if side == "down_blocks" \
            else f"output_blocks.{(layers + 1) * level + index}"
        place = f"{block}.{1 if part == 'attentions' else 0}"
    inner = [RESNET[inner[0]]] if part == "resnets" else inner
    return ".".join([place, *inner, kind])


def vae_name(name, levels):
    name = re.sub(r"down_blocks\.(\d+)\.resnets\.(\d+)", r"down.\1.block.\2", name)
    name = re.sub(r"down_blocks\.(\d+)\.downsamplers\.0", r"down.\1.downsample", name)
    name = re.sub(r"up_blocks\.(\d+)\.resnets\.(\d+)", lambda m: f"up.{levels - 1 - int(m[1])}.block.{m[2]}", name)
    name = re.sub(r"up_blocks\.(\d+)\.upsamplers\.0", lambda m: f"up.{levels - 1 - int(m[1])}.upsample", name)
    name = re.sub(r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}", name)
    name = re.sub(r"mid_block\.attentions\.0\.(group_norm|to_[qkv]|to_out\.0)", lambda m: "mid.attn_1." + VAE_ATTENTION[m[1]],
                  name)
    return name.replace("conv_shortcut", "nin_shortcut").replace("conv_norm_out", "norm_out")


def unet_tensors(tensors, config):
    layers, up = config["layers_per_block"], config["up_block_types"]
    return {unet_name(key, layers, lambda level: up[level] == CROSS_UP): value for key, value in tensors.items()}


def vae_tensors(tensors, config):
    levels = len(config["block_out_channels"])
    named = {vae_name(key, levels): value for key, value in tensors.items()}
    return {key: value[:, :, None, None] if ".mid.attn_1." in key and value.ndim == 2 else value for key, value in named.items()}


def openclip_tensors(tensors):
    """From the transformers library's text model to OpenCLIP's, which keeps q, k and v in one matrix."""
    out = {}
    ends = {"embeddings.token_embedding.weight": "token_embedding.weight", "final_layer_norm.weight": "ln_final.weight",
            "embeddings.position_embedding.weight": "positional_embedding", "final_layer_norm.bias": "ln_final.bias"}
    for key, value in tensors.items():
        name = key.removeprefix("text_model.")
        if name == "text_projection.weight":
            out["text_projection"] = value.t().contiguous()
        elif name in ends:
            out[ends[name]] = value
        elif match := re.fullmatch(r"encoder\.layers\.(\d+)\.(.+)\.(weight|bias)", name):
            layer, part, kind = match.groups()
            place = f"transformer.resblocks.{layer}."
            if part == "self_attn.q_proj":
                parts = [tensors[key.replace("q_proj", f"{p}_proj")] for p in "qkv"]
                out[f"{place}attn.in_proj_{kind}"] = torch.cat(parts)
            elif part in OPENCLIP:
                out[f"{place}{OPENCLIP[part]}.{kind}"] = value
            else:
                assert part in ("self_attn.k_proj", "self_attn.v_proj"), key
        else:
            raise ValueError(key)
    return out


def hub_names(tensors):
    """Text models as on the Hub: all but the projection under text_model."""
    return {key if key.startswith(("text_model.", "text_projection.")) else f"text_model.{key}": value
            for key, value in tensors.items()}


def prefixed(prefix, tensors):
    return {prefix + key: value for key, value in tensors.items()}


def check(kind, single, unet, vae, text, unet_config, vae_config):
    """diffusers' own conversion of the single file gives back what went in."""
    def same(converted, original):
        original = {key: value for key, value in original.items() if key in converted or "text_projection" not in key}
        assert converted.keys() == original.keys(), sorted(converted.keys() ^ original.keys())[:5]
        for key, value in original.items():
            assert converted[key].shape == value.shape and (value.is_meta or converted[key].equal(value)), key

    same(single_file_utils.convert_ldm_unet_checkpoint(dict(single), unet_config), unet)
    same(single_file_utils.convert_ldm_vae_checkpoint(dict(single), vae_config), vae)
    for model, tensors in text:
        if isinstance(model, str):
            same(single_file_utils.convert_open_clip_checkpoint(
                torch.nn.Module(), dict(single), prefix=model), tensors)
        else:
            found = single_file_utils.convert_ldm_clip_checkpoint(dict(single))
            same({key: value for key, value in found.items() if "position_ids" not in key}, tensors)


def text_model(kind, seed, **config):
    settings = dict(vocab_size=50, max_position_embeddings=9, eos_token_id=2, bos_token_id=0, pad_token_id=1) | config
    return hub_names(seeded(lambda: kind(CLIPTextConfig(**settings)), seed).half().state_dict())


def with_last_layer(tensors, layers):
    """SD2's file has one layer more than its pipeline uses, and the projection."""
    used, unused = f".{layers - 1}.", f".{layers}."
    last = {key.replace(used, unused): value + 1 for key, value in tensors.items() if used in key}
    width = tensors["text_model.final_layer_norm.weight"].shape[0]
    return tensors | last | {"text_projection.weight": torch.ones(width, width, dtype=torch.float16)}


def tiny(kind):
    sd1, sdxl = kind == "sd1", kind == "sdxl"
    unet_config = dict(
        block_out_channels=(4, 8), layers_per_block=1, norm_num_groups=2, cross_attention_dim=20 if sdxl else 8,
        down_block_types=(DOWN, CROSS_DOWN) if sdxl else (CROSS_DOWN, DOWN),
        up_block_types=(CROSS_UP, UP) if sdxl else (UP, CROSS_UP), attention_head_dim=2, use_linear_projection=not sd1)
    if sdxl:
        unet_config |= dict(transformer_layers_per_block=(1, 2), addition_embed_type="text_time", addition_time_embed_dim=4,
                            projection_class_embeddings_input_dim=12 + 24)
    vae_config = dict(block_out_channels=(2, 4, 4), down_block_types=("DownEncoderBlock2D",) * 3, layers_per_block=1,
                      up_block_types=("UpDecoderBlock2D",) * 3, norm_num_groups=2)
    unet = seeded(lambda: UNet2DConditionModel(**unet_config), 1).half()
    vae = seeded(lambda: AutoencoderKL(**vae_config), 2).half()
    clip = text_model(CLIPTextModel, 3, hidden_size=8, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2)
    parts = {"unet": unet.state_dict(), "vae": vae.state_dict(), "text_encoder": clip}
    if kind == "sd2":
        parts["text_encoder"] = text_model(CLIPTextModel, 4, hidden_size=4, intermediate_size=8, num_hidden_layers=23,
                                           num_attention_heads=2)
    if sdxl:
        parts["text_encoder_2"] = text_model(CLIPTextModelWithProjection, 5, hidden_size=12, intermediate_size=16,
                                             num_hidden_layers=2, num_attention_heads=2, projection_dim=12)
    return parts, dict(unet.config), dict(vae.config)


def single_file(kind, parts, unet_config, vae_config):
    single = prefixed("model.diffusion_model.", unet_tensors(parts["unet"], unet_config))
    single |= prefixed("first_stage_model.", vae_tensors(parts["vae"], vae_config))
    text = parts["text_encoder"]
    if kind == "sd1":
        single |= prefixed("cond_stage_model.transformer.", text)
        checks = [(None, text)]
    elif kind == "sd2":
        prefix = "cond_stage_model.model."
        single |= prefixed(prefix, openclip_tensors(with_last_layer(text, 23)))
        checks = [(prefix, text)]
    else:
        prefix = "conditioner.embedders.1.model."
        single |= prefixed("conditioner.embedders.0.transformer.", text)
        single |= prefixed(prefix, openclip_tensors(parts["text_encoder_2"]))
        checks = [(None, text), (prefix, parts["text_encoder_2"])]
    check(kind, single, parts["unet"], parts["vae"], checks, unet_config, vae_config)
    return single


def beside(kind):
    """What real files carry and nobody needs."""
    ids = torch.arange(9)[None]
    extra = {"betas": torch.ones(4), "alphas_cumprod": torch.ones(4), "model_ema.decay": torch.ones(()),
             "model_ema.diffusion_modelinput_blocks00weight": torch.ones(2)}
    if kind == "sd2":
        return extra | {"cond_stage_model.model.logit_scale": torch.ones(()),
                        "cond_stage_model.model.attn_mask": torch.ones(9, 9)}
    if kind == "sd1":
        return extra | {"cond_stage_model.transformer.text_model.embeddings.position_ids": ids}
    return extra | {"conditioner.embedders.1.model.logit_scale": torch.ones(()),
                    "conditioner.embedders.0.transformer.text_model.embeddings.position_ids": ids}


def contiguous(tensors):
    return {key: value.contiguous() for key, value in tensors.items()}


def write_tiny():
    folder = FIXTURES / "ldm"
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("sd1", "sd2", "sdxl"):
        parts, unet_config, vae_config = tiny(kind)
        single = contiguous(single_file(kind, parts, unet_config, vae_config) | beside(kind))
        if kind == "sd2":
            torch.save({"global_step": 875000, "state_dict": single}, folder / "sd2.ckpt")
        else:
            save_file(single, folder / f"{kind}.safetensors")
        for name, tensors in parts.items():
            save_file(contiguous(tensors), folder / f"{kind}-{name}.safetensors")
    # older diffusers releases named the attention of the VAE otherwise, and original VAE files have no prefix
    vae, _, vae_config = tiny("sd1")
    old = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
    save_file(contiguous({re.sub(r"(?<=attentions\.0\.)(to_[qkv]|to_out\.0)", lambda m: old[m[1]], key): value
                          for key, value in vae["vae"].items()}), folder / "vae-old-names.safetensors")
    save_file(contiguous(vae_tensors(vae["vae"], tiny("sd1")[2]) | {"loss.logvar": torch.ones(())}),
              folder / "vae-original.safetensors")
    for path in sorted(folder.iterdir()):
        print(path.name, path.stat().st_size)


def write_full_size_names():
    """Manifests of the full-size single files, from those of their components."""
    folder = FIXTURES / "manifests"

    def component(name):
        shapes = json.loads(gzip.decompress((folder / f"{name}.json.gz").read_bytes()))
        config = json.loads((folder / f"{name}.config.json").read_text())
        return {key: torch.empty(shape, device="meta") for key, shape in shapes.items()}, config

    kinds = {"sd1": ("sd15-unet", "sd-vae", "clip-l", None), "sd2": ("sd21-unet", "sd-vae", "openclip-h", None),
             "sdxl": ("sdxl-unet", "sdxl-vae", "clip-l", "openclip-bigg")}
    for kind, (unet, vae, text, second) in kinds.items():
        parts = {"unet": component(unet)[0], "vae": component(vae)[0], "text_encoder": component(text)[0]}
        if second:
            parts["text_encoder_2"] = component(second)[0]
        single = single_file(kind, parts, component(unet)[1], component(vae)[1])
        shapes = {key: list(value.shape) for key, value in single.items()}
        with open(folder / f"{kind}-ldm.json.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
            file.write(json.dumps(shapes, separators=(",", ":"), sort_keys=True).encode())
        print(kind, len(shapes), "names", (folder / f"{kind}-ldm.json.gz").stat().st_size, "bytes")


def write_configurations():
    """A single file has no configuration: it is one of three published models, whose folders say this."""
    diffusion = dict(beta_end=0.012, beta_schedule="scaled_linear", beta_start=0.00085, clip_sample=False,
                     num_train_timesteps=1000, prediction_type="epsilon", set_alpha_to_one=False, skip_prk_steps=True, steps_offset=1, trained_betas=None)
    kinds = {
        "sd1": dict(unet="sd15-unet", vae="sd-vae", text_encoder="clip-l", scheduler=dict(_class_name="PNDMScheduler")),
        "sd2": dict(unet="sd21-unet", vae="sd-vae", text_encoder="openclip-h",
                    scheduler=dict(_class_name="DDIMScheduler", prediction_type="v_prediction")),
        "sdxl": dict(unet="sdxl-unet", vae="sdxl-vae", text_encoder="clip-l", text_encoder_2="openclip-bigg",
                     scheduler=dict(_class_name="EulerDiscreteScheduler", interpolation_type="linear", timestep_spacing="leading",
                                    use_karras_sigmas=False))}
    folder = FIXTURES.parent.parent.parent / "main/resources/dev/goldpan/model"
    folder.mkdir(parents=True, exist_ok=True)
    for kind, parts in kinds.items():
        config = {part: diffusion | value if part == "scheduler" else
                  json.loads((FIXTURES / "manifests" / f"{value}.config.json").read_text()) for part, value in parts.items()}
        (folder / f"{kind}.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    write_tiny()
    write_full_size_names()
    write_configurations()
