"""Shared by the fixture scripts: seeded modules, perturbed norms, gain check, safetensors output.

Needs torch==2.13.0, safetensors, transformers (see requirements.txt) and the source tree of diffusers on PYTHONPATH.
"""
import json
import os
import pathlib

import torch
from safetensors.torch import save_file

torch.set_num_threads(1)
FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "toolkit/src/test/resources/fixtures"


def seeded(make, seed=0):
    """Builds a module from a fixed seed and moves every constant parameter (norm scales, zero biases) off its constant."""
    torch.manual_seed(seed)
    module = make().eval()
    generator = torch.Generator().manual_seed(seed + 1000)
    for parameter in module.parameters():
        if parameter.numel() > 1 and parameter.detach().std() < 1e-8:
            parameter.data += 0.2 * torch.randn(parameter.shape, generator=generator)
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    return module


def randn(*shape, seed):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def gain(function, x, scale=1e-3, seed=99):
    """Relative amplification of a small change of the input; a fixture above about 3 is chaotic."""
    noise = randn(*x.shape, seed=seed)
    a, b = function(x), function(x + scale * noise)
    return float(((a - b).std() / a.std()) / (scale * noise.std() / x.std()))


def save(folder, name, tensors):
    path = FIXTURES / folder
    path.mkdir(parents=True, exist_ok=True)
    save_file({k: v.detach().contiguous() for k, v in tensors.items()}, path / f"{name}.safetensors")
    size = os.path.getsize(path / f"{name}.safetensors")
    print(f"{folder}/{name}.safetensors {size / 1000:.0f} kB")


def save_json(folder, name, value):
    path = FIXTURES / folder
    path.mkdir(parents=True, exist_ok=True)
    (path / f"{name}.json").write_text(json.dumps(value, indent=1, sort_keys=True) + "\n")
