"""Seconds to rank one noise by its attention maps as released code does, on diffusers' UNets: the peer of `goldpan bench --loss`.

    PYTHONPATH=diffusers/src:PEERS python reference/bench_loss.py fp32|bf16 [passes]

One noise at a time, the whole network, the probabilities of every layer as a tensor (Attend-and-Excite's processor and its successors'
have no fused attention), those of 16x16 queries outside the middle kept; then the released functions of InitNO, Self-Cross and CONFORM,
whose checkouts PEERS holds (see losses.py). No gradient, which the released code keeps a graph for. On the SD1.5-size network with random
weights, and on the bundled model's. Prints one JSON object; of secondsPerNoise, passOfIt is without the losses.
"""
import json
import os
import pathlib
import statistics
import sys
import time
import types

import torch
from diffusers import UNet2DConditionModel

from losses import CONFORM, CROSS_INITNO, INITNO

MINI = pathlib.Path(__file__).parent / "../mini-weights/src/main/resources/dev/goldpan/weights/mini/unet"
SIDE = 16
SUBJECTS = [2, 5]


class Recorder:
    """What attends in place of a layer's own processor."""

    def __init__(self, kept):
        self.kept = kept  # None in the middle of the network

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, **_):
        context = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query, key, value = (attn.head_to_batch_dim(part) for part in (
            attn.to_q(hidden_states), attn.to_k(context), attn.to_v(context)))
        probabilities = attn.get_attention_scores(query, key, attention_mask)
        if self.kept is not None and probabilities.shape[1] == SIDE ** 2:
            self.kept["up_self" if encoder_hidden_states is None else "up_cross"].append(probabilities)
        mixed = attn.batch_to_head_dim(torch.bmm(probabilities, value))
        return attn.to_out[1](attn.to_out[0](mixed))


def rank(net, x, context):
    kept = {f"{place}_{kind}": [] for place in ("down", "mid", "up") for kind in ("self", "cross")}
    net.set_attn_processor({name: Recorder(None if name.startswith("mid_block") else kept) for name in net.attn_processors})
    begun = time.perf_counter()
    net(x, 981, context)
    read = time.perf_counter()
    store = INITNO.AttentionStore((SIDE, SIDE))
    store.attention_store = {place: [map.float() for map in maps] for place, maps in kept.items()}
    pipeline = types.SimpleNamespace(attention_store=store, _execution_device="cpu", cross_attention_maps_cache=None)
    values = [INITNO.fn_compute_loss(pipeline, SUBJECTS, attention_res=SIDE)[0],
              CROSS_INITNO.fn_compute_loss(pipeline, SUBJECTS, K=16, attention_res=SIDE)[0],
              CONFORM._compute_contrastive_loss(store.aggregate_attention(("up", "down", "mid"), True), None, [[k] for k in SUBJECTS],
                                                "ntxent_contrastive", 0.5, True, softmax_normalize=False)]
    assert all(torch.isfinite(torch.as_tensor(value)) for value in values)
    return time.perf_counter() - begun, read - begun


def fresh():
    with torch.device("meta"):
        net = UNet2DConditionModel(sample_size=64, cross_attention_dim=768)
    net = net.to_empty(device="cpu")
    for parameter in net.parameters():
        parameter.data.normal_(0, 0.02)
    return net


precision = {"fp32": torch.float32, "bf16": torch.bfloat16}[sys.argv[1]]
passes = int(sys.argv[2]) if len(sys.argv) > 2 else 5
torch.manual_seed(0)
torch.set_num_threads(len(os.sched_getaffinity(0)))  # common.py has set one
seconds, passes_alone = {}, {}
with torch.no_grad():
    for name, net, side, rounds in (("bundled model", UNet2DConditionModel.from_pretrained(MINI), 16, 20 * passes),
                                    ("SD1.5-size UNet, 512x512", fresh(), 64, passes)):
        net = net.to(precision).eval()
        x = torch.randn(1, 4, side, side, dtype=precision)
        context = torch.randn(1, 77, net.config.cross_attention_dim, dtype=precision)
        seconds[name], passes_alone[name] = map(statistics.median, zip(*[rank(net, x, context) for _ in range(rounds + 1)][1:]))
print(json.dumps({"torch": torch.__version__, "precision": sys.argv[1], "threads": torch.get_num_threads(),
                  "secondsPerNoise": seconds, "passOfIt": passes_alone}))
