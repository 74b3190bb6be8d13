"""Seconds of one forward pass of diffusers' SD1.5 UNet with random weights: the peer of `goldpan bench`.

    PYTHONPATH=diffusers/src python reference/bench_unet.py fp32|bf16 [passes]

fp32 runs as shipped; bf16 runs in channels-last memory, diffusers' documented advice. Prints one JSON object.
"""
import json
import statistics
import sys
import time

import torch
from diffusers import UNet2DConditionModel

precision = {"fp32": torch.float32, "bf16": torch.bfloat16}[sys.argv[1]]
passes = int(sys.argv[2]) if len(sys.argv) > 2 else 5
torch.manual_seed(0)
with torch.device("meta"):
    net = UNet2DConditionModel(sample_size=64, cross_attention_dim=768)
net = net.to_empty(device="cpu").to(precision).eval()
for parameter in net.parameters():
    parameter.data.normal_(0, 0.02)
layout = torch.channels_last if precision == torch.bfloat16 else torch.contiguous_format
net = net.to(memory_format=layout)
x = torch.randn(2, 4, 64, 64, dtype=precision).contiguous(memory_format=layout)
context = torch.randn(2, 77, 768, dtype=precision)
seconds = []
with torch.no_grad():
    for _ in range(passes + 1):
        begun = time.perf_counter()
        net(x, 981, context)
        seconds.append(time.perf_counter() - begun)
print(json.dumps({"torch": torch.__version__, "precision": sys.argv[1], "threads": torch.get_num_threads(),
                  "seconds": seconds[1:], "median": statistics.median(seconds[1:])}))
