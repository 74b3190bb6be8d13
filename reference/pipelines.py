"""Tiny whole pipelines of SD1.5, SD2.1-768-v and SDXL shape as diffusers folders, and what diffusers makes with them.

Needs fixtures/text (text.py) for the tokenisers. Writes fixtures/pipelines/MODEL/ (the folders), cases.json (what was asked) and
traces/CASE.safetensors (what came out: ids, text features, timesteps, noise, latents after every step, image).
"""
import json
import shutil
import warnings

import torch
from diffusers import (AutoencoderKL, DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler,
                       EulerDiscreteScheduler, HeunDiscreteScheduler, PNDMScheduler, StableDiffusionPipeline,
                       StableDiffusionXLPipeline, UNet2DConditionModel)
from diffusers.utils import logging as diffusers_logging
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer
from transformers.utils import logging

from common import FIXTURES, randn, save, save_json, seeded

logging.set_verbosity_error()
diffusers_logging.set_verbosity_error()
diffusers_logging.disable_progress_bar()
warnings.filterwarnings("ignore")
PIPELINES = FIXTURES / "pipelines"

CROSS_DOWN, DOWN = "CrossAttnDownBlock2D", "DownBlock2D"
CROSS_UP, UP = "CrossAttnUpBlock2D", "UpBlock2D"
# The keys that the published files have; what they lack means the default of whichever scheduler reads them.
BETAS = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000, trained_betas=None,
             steps_offset=1, set_alpha_to_one=False, skip_prk_steps=True, clip_sample=False)
SCHEDULERS = {
    "sd15": (PNDMScheduler, BETAS),
    "sd21": (DDIMScheduler, BETAS | {"prediction_type": "v_prediction"}),
    "sdxl": (EulerDiscreteScheduler, BETAS | {"timestep_spacing": "leading", "interpolation_type": "linear",
                                              "use_karras_sigmas": False, "prediction_type": "epsilon", "sample_max_value": 1.0}),
}
LONG = "a cat, " * 30 + "a red balloon, very late"
UNICODE = "Ein großer Bär 😀 und 一只猫, cafe\u0301"

SAMPLERS = {
    "ddim": (DDIMScheduler, {}),
    "pndm": (PNDMScheduler, {"skip_prk_steps": True}),
    "euler": (EulerDiscreteScheduler, {}),
    "euler-a": (EulerAncestralDiscreteScheduler, {}),
    "heun": (HeunDiscreteScheduler, {}),
    "dpm++2m": (DPMSolverMultistepScheduler, {}),
    "dpm++2m-karras": (DPMSolverMultistepScheduler, {"use_karras_sigmas": True}),
    "dpm++2m-sde": (DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
}


def half(module):
    """Parameters that fp16 files hold exactly, so that the files are half the size."""
    for parameter in module.parameters():
        parameter.data = parameter.data.half().float()
    return module


def text(kind, tokens, **shape):
    config = CLIPTextConfig(**dict(vocab_size=tokens, max_position_embeddings=77, num_hidden_layers=3, eos_token_id=2,
                                   bos_token_id=tokens - 2, pad_token_id=1, attention_dropout=0.0) | shape)
    net = seeded(lambda: kind(config), seed=21)
    for name, parameter in net.named_parameters():
        # initial values are so small that every layer is the identity: scale them up
        parameter.data *= 12 if "embedding" in name else 3 if parameter.dim() == 2 else 1
    return half(net)


def unet(say, **shape):
    """Predicts something of standard deviation one, as a trained network does, in which the text has a say."""
    net = seeded(lambda: UNet2DConditionModel(layers_per_block=1, **shape), seed=22)
    for name, parameter in net.named_parameters():
        parameter.data *= say if "attn2.to_" in name else 1
    x, context = randn(1, 4, 8, 8, seed=5), randn(1, 77, net.config.cross_attention_dim, seed=6)
    added = {"text_embeds": randn(1, 10, seed=7), "time_ids": torch.tensor([[64.0, 64, 0, 0, 64, 64]])}
    net.conv_out.weight.data /= net(x, 500, context, added_cond_kwargs=added).sample.std()
    return half(net)


def vae(scaling):
    return half(seeded(lambda: AutoencoderKL(
        block_out_channels=(4, 4, 8, 8), layers_per_block=1, norm_num_groups=2, latent_channels=4, sample_size=64,
        scaling_factor=scaling, down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4), seed=23))


def tokenizer(name):
    return CLIPTokenizer.from_pretrained(FIXTURES / "text/tokenizer" / name)


def models():
    first, second = tokenizer("sd1"), tokenizer("sd2")
    plain = dict(safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    three = dict(down_block_types=(CROSS_DOWN, CROSS_DOWN, DOWN), up_block_types=(UP, CROSS_UP, CROSS_UP))
    yield "sd15", ("sd1",), StableDiffusionPipeline(
        vae=vae(0.18215), tokenizer=first, scheduler=PNDMScheduler(skip_prk_steps=True, steps_offset=1),
        text_encoder=text(CLIPTextModel, len(first), hidden_size=20, intermediate_size=28, num_attention_heads=2,
                          hidden_act="quick_gelu"),
        unet=unet(4, sample_size=6, block_out_channels=(6, 12, 12), norm_num_groups=3, cross_attention_dim=20,
                  attention_head_dim=2, **three), **plain)
    yield "sd21", ("sd2",), StableDiffusionPipeline(
        vae=vae(0.18215), tokenizer=second, scheduler=DDIMScheduler(clip_sample=False, steps_offset=1),
        text_encoder=text(CLIPTextModel, len(second), hidden_size=24, intermediate_size=30, num_attention_heads=3,
                          hidden_act="gelu"),
        unet=unet(3, sample_size=6, block_out_channels=(4, 8, 12), norm_num_groups=2, cross_attention_dim=24,
                  upcast_attention=True, attention_head_dim=(1, 2, 3), use_linear_projection=True, **three), **plain)
    yield "sdxl", ("sd1", "sdxl2"), StableDiffusionXLPipeline(
        vae=vae(0.13025), tokenizer=first, tokenizer_2=tokenizer("sdxl2"), add_watermarker=False,
        scheduler=EulerDiscreteScheduler(),
        text_encoder=text(CLIPTextModel, len(first), hidden_size=12, intermediate_size=20, num_attention_heads=2,
                          hidden_act="quick_gelu"),
        text_encoder_2=text(CLIPTextModelWithProjection, len(first), hidden_size=16, intermediate_size=24, num_attention_heads=4,
                            hidden_act="gelu", projection_dim=10),
        unet=unet(1.5, sample_size=6, block_out_channels=(4, 8, 12), norm_num_groups=4, cross_attention_dim=28,
                  attention_head_dim=(1, 2, 3), use_linear_projection=True, transformer_layers_per_block=(1, 2, 2),
                  addition_embed_type="text_time",
                  addition_time_embed_dim=6, projection_class_embeddings_input_dim=10 + 36,
                  down_block_types=(DOWN, CROSS_DOWN, CROSS_DOWN), up_block_types=(CROSS_UP, CROSS_UP, UP)))


def write(name, words, pipe):
    """As published: tokenisers and schedulers in their older files, weights in fp32 (SD1) or fp16 (SDXL: named so)."""
    folder = PIPELINES / name
    shutil.rmtree(folder, ignore_errors=True)
    if name != "sd15":
        for part in pipe.components.values():
            if isinstance(part, torch.nn.Module):
                part.half()
    pipe.save_pretrained(folder, variant="fp16" if name == "sdxl" else None)
    for part in pipe.components.values():
        if isinstance(part, torch.nn.Module):
            part.float()
    kind, settings = SCHEDULERS[name]
    file = folder / "scheduler/scheduler_config.json"
    file.write_text(json.dumps({"_class_name": kind.__name__} | settings, indent=2) + "\n")
    pipe.scheduler = kind.from_pretrained(file.parent)
    for target, source in zip(("tokenizer", "tokenizer_2"), words):
        shutil.rmtree(folder / target)
        shutil.copytree(FIXTURES / "text/tokenizer" / source, folder / target)
    print(name, sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) // 1000, "kB")


def case(model, sampler=None, steps=6, seeds=(3,), size=None, prompt="a cat and a red balloon", negative="ugly, dark",
         guidance=5.0, **more):
    return dict(model=model, sampler=sampler, steps=steps, seeds=list(seeds), size=size, prompt=prompt, negative=negative,
                guidance=guidance) | more


def cases():
    for model in "sd15", "sd21", "sdxl":
        for sampler in SAMPLERS:
            yield f"{model}-{sampler}", case(model, sampler)
        yield f"{model}-own", case(model, steps=5, seeds=(7, 8), embeds=True)
        yield f"{model}-wide", case(model, "ddim", seeds=(11,), size=[72, 40], prompt=LONG, negative="", embeds=True)
        yield f"{model}-unicode", case(model, "euler", steps=10, seeds=(5,), prompt=UNICODE, clip_skip=1, guidance_rescale=0.7,
                                       embeds=True)
        yield f"{model}-noisy", case(model, "ddim", seeds=(2**31 + 5, 2**31 + 6), eta=0.7)
        yield f"{model}-plain", case(model, "dpm++2m", guidance=1.0, negative=None)
    yield "sd15-pair-noisy", case("sd15", "euler-a", seeds=(40, 41, 42))
    yield "sdxl-zeros", case("sdxl", "euler", negative=None, embeds=True)
    yield "sdxl-second", case("sdxl", "euler", prompt_2="two dogs!", embeds=True)


def run(pipe, own, asked, noise=None):
    kind, options = SAMPLERS[asked["sampler"]] if asked["sampler"] else (type(own), {})
    pipe.scheduler = kind.from_config(own.config, **options)
    if not hasattr(pipe.text_encoder, "text_model"):
        # diffusers looks for the final norm where transformers 4 had it
        pipe.text_encoder.__dict__["text_model"] = pipe.text_encoder
    trace = {}

    def keep(pipe, i, t, found):
        trace[f"latents.{i + 1}"] = found["latents"].clone()
        return found

    generators = [torch.Generator().manual_seed(s) for s in asked["seeds"]]
    extra = {k: asked[k] for k in ("eta", "clip_skip", "guidance_rescale", "prompt_2") if k in asked}
    if asked["size"]:
        extra |= dict(width=asked["size"][0], height=asked["size"][1])
    image = pipe(asked["prompt"], negative_prompt=asked["negative"], num_inference_steps=asked["steps"], generator=generators,
                 num_images_per_prompt=len(generators), guidance_scale=asked["guidance"], output_type="pt", latents=noise,
                 callback_on_step_end=keep, callback_on_step_end_tensor_inputs=["latents"], **extra).images
    trace["timesteps"] = pipe.scheduler.timesteps.double()
    trace["image"] = image
    return trace


def embeds(pipe, asked, trace):
    """Ids and features of one row, separately for the prompt and the negative one."""
    extra = {k: asked[k] for k in ("clip_skip", "prompt_2") if k in asked}
    parts = pipe.encode_prompt(asked["prompt"], device="cpu", num_images_per_prompt=1, do_classifier_free_guidance=True,
                               negative_prompt=asked["negative"], **extra)
    trace |= dict(zip(("prompt_embeds", "negative_prompt_embeds", "pooled"), parts))

    def ids(tokens, prompt):
        return torch.tensor([tokens(prompt or "", padding="max_length", max_length=77, truncation=True).input_ids])

    trace["token_ids"], trace["negative_token_ids"] = ids(pipe.tokenizer, asked["prompt"]), ids(pipe.tokenizer, asked["negative"])
    return trace


def main():
    shutil.rmtree(PIPELINES, ignore_errors=True)
    pipes = {}
    for name, words, pipe in models():
        write(name, words, pipe)
        pipe.set_progress_bar_config(disable=True)
        pipes[name] = pipe, pipe.scheduler
    asked = dict(cases())
    for name, what in asked.items():
        pipe, own = pipes[what["model"]]
        trace = run(pipe, own, what)
        width, height = what["size"] or [8 * pipe.unet.config.sample_size] * 2
        shape = (1, 4, height // 8, width // 8)
        noise = torch.cat([torch.randn(shape, generator=torch.Generator().manual_seed(s)) for s in what["seeds"]])
        # how much a change of the noise grows on its way: above about 3 rounding would be amplified out of the tolerance
        shaken = [run(pipe, own, what, n) for n in (noise, noise + 1e-3 * randn(*noise.shape, seed=9))]
        last = max((k for k in trace if k.startswith("latents.")), key=lambda k: int(k.split(".")[1]))
        other = run(pipe, own, what | {"prompt": "a golden horse"}, noise)[last]
        told = (shaken[0][last] - other).std() / other.std()
        grown = (shaken[0][last] - shaken[1][last]).std() / shaken[0][last].std() / 1e-3
        image = trace["image"]
        print(f"{name:22s} {last} gain {grown:.2f} prompt {told:.3f} latents {trace[last].std():.2f} image {image.mean():.2f} +- "
              f"{image.std():.2f} ({((image == 0) | (image == 1)).float().mean():.0%} clamped)")
        trace["latents.0"] = noise
        if what.get("embeds"):
            trace = embeds(pipe, what, trace)
        save("pipelines/traces", name, trace)
    save_json("pipelines", "cases", asked)


if __name__ == "__main__":
    main()
