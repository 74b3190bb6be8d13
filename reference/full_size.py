"""Writes a Stable Diffusion 1.5 checkpoint folder of full size with random bf16 weights, to measure memory and time.

    PYTHONPATH=diffusers/src python reference/full_size.py FOLDER

The tokenizer is the small one of the fixtures; its ids are in range. Pictures made from it are noise.
"""
import json
import pathlib
import shutil
import sys

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

torch.set_num_threads(1)
here = pathlib.Path(__file__).resolve().parent
out = pathlib.Path(sys.argv[1])
small = here.parent / "toolkit/src/test/resources/fixtures/pipelines/sd15"


def fill(make, folder, name):
    with torch.device("meta"):
        module = make()
    module = module.to_empty(device="cpu").to(torch.bfloat16)
    torch.manual_seed(0)
    tensors = {}
    for key, value in module.named_parameters():
        spread = 0.02 if value.dim() > 1 else 0.0
        tensors[key] = torch.randn(value.shape, dtype=torch.bfloat16) * spread
        if value.dim() == 1 and "norm" in key and key.endswith("weight"):
            tensors[key] += 1
    (out / folder).mkdir(parents=True, exist_ok=True)
    save_file(tensors, out / folder / name, metadata={"format": "pt"})
    config = module.config if isinstance(module.config, dict) else module.config.to_dict()
    (out / folder / "config.json").write_text(json.dumps(dict(config), default=str, indent=1))


fill(lambda: UNet2DConditionModel(sample_size=64, cross_attention_dim=768), "unet", "diffusion_pytorch_model.safetensors")
fill(lambda: AutoencoderKL(block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4,
                           up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=2, sample_size=512),
     "vae", "diffusion_pytorch_model.safetensors")
fill(lambda: CLIPTextModel(CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12,
                                          num_attention_heads=12, vocab_size=49408, eos_token_id=2)),
     "text_encoder", "model.safetensors")
shutil.copytree(small / "tokenizer", out / "tokenizer", dirs_exist_ok=True)
shutil.copytree(small / "scheduler", out / "scheduler", dirs_exist_ok=True)
shutil.copy(small / "model_index.json", out / "model_index.json")
