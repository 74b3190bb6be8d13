"""Attention losses of InitNO, CONFORM, Self-Cross guidance and Attend-and-Excite on random attention: values and gradients.

Needs opencv-python-headless and pytorch-metric-learning, and on PYTHONPATH, beside diffusers, the folder that holds checkouts named
initno (xiefan-guo/initno fa021c4), CONFORM (gemlab-vt/CONFORM 4ad0e37) and selfcross-guidance (mengtang-lab/selfcross-guidance
9e54e74). Their functions are called as they are; only the functions are loaded, since the pipelines around them want old libraries.
"""
import ast
import math
import pathlib
import sys
import types
import typing

import cv2
import numpy as np
import torch
from pytorch_metric_learning import distances, losses
from torch.nn import functional as F

from common import randn, save

AE = "diffusers/pipelines/deprecated/stable_diffusion_attend_and_excite/pipeline_stable_diffusion_attend_and_excite.py"


def load(*files):
    """Every function and every class without a base of diffusers in the files, in one namespace."""
    space = dict(torch=torch, np=np, F=F, cv2=cv2, math=math, losses=losses, distances=distances, numbers=__import__("numbers"),
                 **{name: getattr(typing, name) for name in typing.__all__})
    for file in files:
        path = next(p for p in (pathlib.Path(root) / file for root in sys.path) if p.exists())
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.decorator_list:
                execute(node, space)
            elif isinstance(node, ast.ClassDef) and node.name in ("GaussianSmoothing", "AttentionStore"):
                execute(node, space)
            elif isinstance(node, ast.ClassDef) and node.name.endswith("Pipeline"):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef) and ("loss" in method.name or "max_attention_per" in method.name):
                        method.decorator_list = []
                        execute(method, space)
    return types.SimpleNamespace(**space)


def execute(node, space):
    module = ast.Module(body=[ast.ImportFrom(module="__future__", names=[ast.alias("annotations")], level=0), node], type_ignores=[])
    exec(compile(ast.fix_missing_locations(module), node.name, "exec"), space)


INITNO = load("initno/utils/gaussian_smoothing.py", "initno/utils/ptp_utils.py", "initno/utils/attn_utils.py",
              "initno/initno/pipelines/pipeline_sd_initno.py")
CONFORM = load("CONFORM/pipeline_conform.py")
CROSS = "selfcross-guidance/"
CROSS_INITNO = load(CROSS + "utils/gaussian_smoothing.py", CROSS + "utils/ptp_utils.py", CROSS + "utils/attn_utils.py",
                    CROSS + "pipelines/pipeline_sc_initno.py")
CROSS_CONFORM = load(CROSS + "utils/gaussian_smoothing.py", CROSS + "utils/attn_utils.py", CROSS + "pipelines/pipeline_sc_conform.py")
ATTEND = load(AE)


class Case:
    """Two layers of two heads: softmax of queries by keys, the leaves of every gradient."""

    def __init__(self, side, scale, boost, seed, subjects):
        self.side = side
        n, d = side * side, 2
        grid = torch.stack(torch.meshgrid(torch.linspace(-1, 1, side), torch.linspace(-1, 1, side), indexing="ij"), -1)
        place = 2 * grid.reshape(n, 2)
        shapes = dict(cross_q=n, cross_k=77, self_q=n, self_k=n)
        self.leaves = {}
        for i, (name, rows) in enumerate(shapes.items()):
            leaf = scale * randn(2, 2, rows, d, seed=seed + i)
            if name == "cross_k":
                for k, angle in zip(subjects, (0.4, 3.0, 5.2)):  # a subject is looked at from one side of the picture
                    leaf[:, :, k] += boost * torch.tensor([math.cos(angle), math.sin(angle)])
            self.leaves[name] = (leaf * 0.3 + scale * place if rows == n else leaf).requires_grad_(True)

    def store(self):
        cross = torch.softmax(self.leaves["cross_q"] @ self.leaves["cross_k"].transpose(-1, -2), -1)
        own = torch.softmax(self.leaves["self_q"] @ self.leaves["self_k"].transpose(-1, -2), -1)
        store = INITNO.AttentionStore((self.side, self.side))
        store.attention_store = dict(down_cross=[cross[0]], mid_cross=[], up_cross=[cross[1]], down_self=[own[0]], mid_self=[],
                                     up_self=[own[1]])
        return store

    def maps(self):
        places = ("up", "down", "mid")
        store = self.store()
        return store.aggregate_attention(places, True), store.aggregate_attention(places, False)

    def pipeline(self):
        return types.SimpleNamespace(attention_store=self.store(), _execution_device="cpu", cross_attention_maps_cache=None)


def freeze(out, case, name, value):
    value = value.reshape(()) if isinstance(value, torch.Tensor) else torch.tensor(float(value))
    out[name] = value.detach()
    if value.grad_fn is None:
        return
    leaves = list(case.leaves.values())
    gradients = torch.autograd.grad(value, leaves, allow_unused=True, retain_graph=True)
    for leaf, gradient in zip(case.leaves, gradients):
        if gradient is not None and float(gradient.abs().max()) > 0:
            out[f"{name}.{leaf}"] = gradient


def write(name, side, scale, boost, seed, subjects, groups):
    case, before = Case(side, scale, boost, seed, subjects), Case(side, scale, boost, seed + 50, subjects)
    out = {key: leaf for key, leaf in case.leaves.items()}
    out |= {"before." + key: leaf for key, leaf in before.leaves.items() if key.startswith("cross")}
    freeze(out, case, "attend-excite", ATTEND._compute_loss(ATTEND._compute_max_attention_per_index(case.maps()[0], subjects)))
    joint, cross, conflict = INITNO.fn_compute_loss(case.pipeline(), subjects, attention_res=side)
    freeze(out, case, "initno", joint)
    freeze(out, case, "initno.cross", cross)
    pipeline = before.pipeline()
    INITNO.fn_augmented_compute_losss(pipeline, subjects, attention_res=side)
    pipeline.attention_store = case.store()
    joint, cross, clean, conflict = INITNO.fn_augmented_compute_losss(pipeline, subjects, attention_res=side)
    freeze(out, case, "initno.refinement", joint)
    freeze(out, case, "initno.clean", clean)
    freeze(out, case, "initno.conflict", conflict)
    joint, cross, own = CROSS_INITNO.fn_compute_loss(case.pipeline(), subjects, K=16, attention_res=side)
    freeze(out, case, "self-cross", joint)
    freeze(out, case, "self-cross.cross", cross)
    freeze(out, case, "self-cross.conflict", own)
    past = before.maps()[0].detach()
    for key, previous, members, kind, smooth in [
            ("conform.first", None, [[k] for k in subjects], "ntxent", True),
            ("conform.fallback", None, [[k] for k in subjects], "ntxent_contrastive", True),
            ("conform.attributes", None, groups, "ntxent", True),
            ("conform", past, groups, "ntxent", True),
            ("conform.single", past, [[k] for k in subjects], "ntxent", True),
            ("conform.rough", past, groups, "ntxent", False)]:
        freeze(out, case, key, CONFORM._compute_contrastive_loss(case.maps()[0], previous, members, kind, 0.5, smooth,
                                                                 softmax_normalize=False))
    freeze(out, case, "self-cross.conform", CROSS_CONFORM._compute_contrastive_loss(
        "SD15", 500, *case.maps(), None, [[k] for k in subjects], "ntxent", 0.5, False, softmax_normalize=False))
    print(name, {key: round(float(value), 5) for key, value in out.items() if value.dim() == 0})
    save("losses", name, {key: value for key, value in out.items()})


if __name__ == "__main__":
    write("sd15", 16, 1.2, 2.2, 2, [2, 5], [[2], [5, 6]])
    write("sd21", 24, 1.1, 2.2, 100, [3, 7], [[2, 3], [6, 7]])
    write("three", 16, 0.8, 1.2, 200, [2, 5, 8], [[2], [5], [8]])
    write("weak", 16, 0.5, 1.0, 300, [2, 5], [[2, 3], [6, 7]])
