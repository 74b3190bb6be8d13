"""Tiny dual encoders, a DINOv2 and a BLIP with random weights, Pillow's resizing, and the distances between sets of features.

Writes fixtures/verify/. Checkpoints and configurations are as transformers saves them, so that their names are the published ones.
"""
import json
import shutil

import numpy as np
import scipy.linalg
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import (BlipConfig, BlipForImageTextRetrieval, CLIPConfig, CLIPModel, Dinov2Config, Dinov2ForImageClassification,
                          Dinov2Model, SiglipConfig, SiglipModel)
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil
from transformers.utils import logging

from common import FIXTURES, gain, randn, save, save_json, seeded

logging.set_verbosity_error()
VERIFY = FIXTURES / "verify"


def folder(name, model):
    """The checkpoint as transformers writes it, without what is never read."""
    target = VERIFY / name
    shutil.rmtree(target, ignore_errors=True)
    model.save_pretrained(target)
    for file in target.iterdir():
        if file.name not in ("config.json", "model.safetensors"):
            file.unlink()


def lively(model, deviation):
    """Maps of this deviation over the square root of what enters: with the usual 0.02 a tiny network says nothing."""
    for parameter in model.parameters():
        if parameter.dim() > 1:
            parameter.data *= deviation / parameter[0].numel() ** 0.5 / parameter.std()
    return model


def differentiate(score, pixels):
    """The gradient of a scalar in the pixels, on top of the values."""
    leaf = pixels.clone().requires_grad_()
    score(leaf).backward()
    return leaf.grad


def ids(rows, length, vocabulary, end, seed):
    """Texts of several lengths: start, words, end, padding by the end token."""
    generator = torch.Generator().manual_seed(seed)
    out = torch.full((rows, length), end, dtype=torch.long)
    for row in range(rows):
        words = 2 + (5 * row) % (length - 3)
        out[row, 0] = end - 1
        out[row, 1:1 + words] = torch.randint(0, end - 1, (words,), generator=generator)
    return out


def clip():
    for name, end, act in (("clip", 29, "quick_gelu"), ("openclip", 2, "gelu")):
        text = dict(hidden_size=24, intermediate_size=36, num_hidden_layers=2, num_attention_heads=3, vocab_size=30,
                    max_position_embeddings=9, hidden_act=act, bos_token_id=28, eos_token_id=end, pad_token_id=29)
        vision = dict(hidden_size=20, intermediate_size=28, num_hidden_layers=2, num_attention_heads=2, image_size=15, patch_size=5,
                      hidden_act=act)
        model = seeded(lambda: CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=12)), seed=1)
        folder(name, lively(model, 1.5))
        pixels, tokens = randn(3, 3, 15, 15, seed=2), ids(4, 9, 30, 29, seed=3)
        out = model(input_ids=tokens, pixel_values=pixels)
        weights = randn(3, 4, seed=4)
        print(name, "gain", gain(lambda x: model(input_ids=tokens, pixel_values=x).image_embeds, pixels))
        save(f"verify/{name}", "io", {
            "pixels": pixels, "ids": tokens, "images": out.image_embeds, "texts": out.text_embeds, "logits": out.logits_per_image,
            "weights": weights,
            "grad": differentiate(lambda x: (model(input_ids=tokens, pixel_values=x).logits_per_image * weights).sum(), pixels)})


def siglip():
    text = dict(hidden_size=24, intermediate_size=36, num_hidden_layers=2, num_attention_heads=3, vocab_size=30,
                max_position_embeddings=9, projection_size=20)
    vision = dict(hidden_size=20, intermediate_size=28, num_hidden_layers=2, num_attention_heads=2, image_size=15, patch_size=5)
    model = seeded(lambda: SiglipModel(SiglipConfig(text_config=text, vision_config=vision)), seed=5)
    folder("siglip", lively(model, 1.5))
    pixels, tokens = randn(3, 3, 15, 15, seed=6), ids(4, 9, 30, 29, seed=7)
    out = model(input_ids=tokens, pixel_values=pixels)
    weights = randn(3, 4, seed=8)
    print("siglip gain", gain(lambda x: model(input_ids=tokens, pixel_values=x).image_embeds, pixels))
    save("verify/siglip", "io", {
        "pixels": pixels, "ids": tokens, "images": out.image_embeds, "texts": out.text_embeds, "logits": out.logits_per_image,
        "weights": weights,
        "grad": differentiate(lambda x: (model(input_ids=tokens, pixel_values=x).logits_per_image * weights).sum(), pixels)})


def dino():
    shape = dict(hidden_size=20, num_hidden_layers=2, num_attention_heads=2, image_size=20, patch_size=5, mlp_ratio=3,
                 layerscale_value=0.7)
    body = seeded(lambda: Dinov2Model(Dinov2Config(**shape)), seed=9)
    folder("dinov2", lively(body, 1.5))
    square, wide = randn(2, 3, 20, 20, seed=10), randn(2, 3, 15, 30, seed=11)
    print("dinov2 gain", gain(lambda x: body(x).pooler_output, square))
    save("verify/dinov2", "io", {
        "square": square, "wide": wide, "square.tokens": body(square).last_hidden_state, "wide.tokens": body(wide).last_hidden_state,
        "grad": differentiate(lambda x: body(x).pooler_output.square().sum(), square)})
    head = seeded(lambda: Dinov2ForImageClassification(Dinov2Config(**shape, num_labels=3, use_mask_token=False)), seed=12)
    folder("dinov2-classes", lively(head, 1.5))
    save("verify/dinov2-classes", "io", {"pixels": square, "logits": head(square).logits})


def blip():
    text = dict(hidden_size=20, encoder_hidden_size=24, intermediate_size=36, num_hidden_layers=2, num_attention_heads=2,
                vocab_size=30, max_position_embeddings=11, pad_token_id=29, bos_token_id=28, eos_token_id=29, sep_token_id=29)
    vision = dict(hidden_size=24, intermediate_size=32, num_hidden_layers=2, num_attention_heads=3, image_size=15, patch_size=5,
                  initializer_range=0.1)
    model = seeded(lambda: BlipForImageTextRetrieval(BlipConfig(text_config=text, vision_config=vision)), seed=14)
    folder("blip", lively(model, 1.5))
    sizes = [10, 8, 6, 4]
    head = {}
    for index, (into, out) in zip((0, 2, 4, 6, 7), zip([20] + sizes, sizes + [1])):
        head[f"mlp.layers.{index}.weight"] = randn(out, into, seed=20 + index) / into ** 0.5
        head[f"mlp.layers.{index}.bias"] = randn(out, seed=30 + index)
    body = {k: v for k, v in load_file(VERIFY / "blip/model.safetensors").items() if k.split(".")[0] in ("vision_model", "text_encoder")}
    save_file({**body, **head}, VERIFY / "blip/model.safetensors")
    config = json.loads((VERIFY / "blip/config.json").read_text())
    kept = {key: config[key] for key in ("text_config", "vision_config")}
    save_json("verify/blip", "config", {**kept, "model_type": "image_reward", "head_sizes": sizes, "reward_mean": 0.25, "reward_std": 2})

    pixels, tokens = randn(3, 3, 15, 15, seed=15), ids(3, 9, 30, 29, seed=16)
    real = torch.ones_like(tokens)
    for row in range(3):
        real[row, int((tokens[row] == 29).nonzero()[0]) + 1:] = 0

    def run(x):
        seen = model.vision_model(pixel_values=x).last_hidden_state
        read = model.text_encoder(input_ids=tokens, attention_mask=real, encoder_hidden_states=seen).last_hidden_state
        at = read[:, 0]
        for index in (0, 2, 4, 6, 7):
            at = at @ head[f"mlp.layers.{index}.weight"].T + head[f"mlp.layers.{index}.bias"]
        return seen, read, (at[:, 0] - 0.25) / 2

    seen, read, reward = run(pixels)
    print("blip gain", gain(lambda x: run(x)[1][:, 0], pixels), "rewards", reward)
    save("verify/blip", "io", {"pixels": pixels, "ids": tokens, "real": real, "seen": seen, "read": read, "reward": reward,
                               "grad": differentiate(lambda x: run(x)[2].sum(), pixels)})


def pictures():
    """8-bit pictures of odd sizes through transformers' own processors, which resize with Pillow."""
    out = {}
    generator = np.random.default_rng(17)
    for name, (h, w), processor in (
            ("shrink", (61, 43), CLIPImageProcessorPil(size={"shortest_edge": 24}, crop_size={"height": 20, "width": 20})),
            ("grow", (9, 13), CLIPImageProcessorPil(size={"shortest_edge": 24}, crop_size={"height": 21, "width": 21})),
            ("square", (31, 50), SiglipImageProcessorPil(size={"height": 18, "width": 18})),
            ("linear", (37, 29), SiglipImageProcessorPil(size={"height": 16, "width": 22}, resample=2)),
            ("same", (12, 12), SiglipImageProcessorPil(size={"height": 12, "width": 12}))):
        coarse = generator.integers(0, 256, (h // 4 + 1, w // 4 + 1, 3), dtype=np.uint8)
        levels = np.repeat(np.repeat(coarse, 4, 0), 4, 1)[:h, :w]
        noisy = np.clip(levels.astype(int) + generator.integers(-20, 21, levels.shape), 0, 255).astype(np.uint8)
        seen = processor(images=Image.fromarray(noisy), return_tensors="np")["pixel_values"][0]
        out[name] = torch.from_numpy(np.ascontiguousarray(noisy.transpose(2, 0, 1)))
        out[name + ".seen"] = torch.from_numpy(np.ascontiguousarray(seen)).float()
        config = {k: v for k, v in processor.to_dict().items() if v is not None and k != "image_processor_type"}
        save_json(f"verify/pictures", name, config)
    save("verify/pictures", "io", out)


def distances():
    """Frechet distances and inception scores by numpy and scipy, in double precision."""
    generator = np.random.default_rng(18)
    mix = generator.normal(size=(6, 6))
    a = generator.normal(size=(40, 6)) @ mix
    b = generator.normal(size=(50, 6)) * 1.5 + 0.3
    few = generator.normal(size=(4, 6))  # fewer samples than features: a singular covariance

    def moments(x):
        return x.mean(0), np.cov(x, rowvar=False)

    def frechet(x, y):
        (m1, s1), (m2, s2) = moments(x), moments(y)
        values = np.linalg.eigvals(s1 @ s2).real.clip(0)
        if len(x) > 6 and len(y) > 6:
            root = scipy.linalg.sqrtm(s1 @ s2)
            assert abs(np.trace(root).real - np.sqrt(values).sum()) < 1e-8
        return ((m1 - m2) ** 2).sum() + np.trace(s1) + np.trace(s2) - 2 * np.sqrt(values).sum()

    def kid(x, y):
        def kernel(one, other):
            return (one @ other.T / one.shape[1] + 1) ** 3

        def others(square):
            return (square.sum() - np.trace(square)) / (len(square) * (len(square) - 1))

        return others(kernel(x, x)) + others(kernel(y, y)) - 2 * kernel(x, y).mean()

    def apart(x, y):
        return np.linalg.norm(x[:, None] - y[None], axis=2)

    def covered(x, y):
        reach = np.sort(apart(y, y), axis=1)[:, 3]
        return (apart(x, y) <= reach).any(1).mean()

    logits = generator.normal(size=(12, 5)) * 2
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)

    def inception(some):
        return np.exp((some * (np.log(some) - np.log(some.mean(0)))).sum(1).mean())

    score = inception(p)
    save("verify/distances", "features", {k: torch.from_numpy(v) for k, v in dict(a=a, b=b, few=few, logits=logits).items()})
    save_json("verify/distances", "values", {"a,b": frechet(a, b), "b,a": frechet(b, a), "a,a": frechet(a, a), "few,b": frechet(few, b),
                                             "inception": score, "kid": kid(a, b), "precision": covered(a, b),
                                             "recall": covered(b, a), "diversity": apart(a, a).sum() / (40 * 39),
                                             "inception3": np.mean([inception(some) for some in np.split(p, 3)])})


clip()
siglip()
dino()
blip()
pictures()
distances()
