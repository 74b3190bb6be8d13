"""Draws of torch's processor generator, and keyed noise computed a second time from its description."""
import hashlib
import struct

import numpy as np
import scipy.special
import torch

from common import save, save_json

SHAPES = {"latents": (1, 4, 8, 12), "odd": (1, 3, 5, 7), "six": (1, 1, 2, 3), "fifteen": (1, 5, 1, 3), "sixteen": (1, 16)}
MASK = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [p1 >> 32 ^ c[1] ^ k[0], p1 & MASK, p0 >> 32 ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def keyed(seed, use, prompt, candidate, step, particle, count):
    digest = hashlib.sha256(struct.pack(">5q", seed, prompt, candidate, step, particle) + use.encode()).digest()
    key, high = struct.unpack(">QQ", digest[:16])

    def block(low):
        return philox([low & MASK, low >> 32, high & MASK, high >> 32], [key & MASK, key >> 32])

    words = np.array([block(i) for i in range((count + 3) // 4)], dtype=np.float64).reshape(-1)[:count]
    uniforms = [block(1 << 63 | i) for i in range((count + 1) // 2)]
    uniforms = [u for a, b, c, d in uniforms for u in (a << 32 | b, c << 32 | d)][:count]
    return {"normals": scipy.special.ndtri((words + 0.5) * 2.0 ** -32).astype(np.float32).tolist(),
            "uniforms": [(u >> 11) * 2.0 ** -53 for u in uniforms],
            "below_10": [u * 10 >> 64 for u in uniforms]}


def main():
    tensors = {}
    for seed in (0, 42, 2 ** 32 + 42, -1):
        for name, shape in SHAPES.items():
            generator = torch.Generator().manual_seed(seed)
            for draw in range(5):
                tensors[f"{seed}.{name}.{draw}"] = torch.randn(shape, generator=generator)
    save("noise", "torch", tensors)
    assert philox([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0])[0] == 0xD16CFE09
    addresses = [(0, "start", 0, 0, 0, 0), (0, "start", 0, 0, 1, 0), (2 ** 40 + 7, "neighbour", 3, 2, 1, 4), (-5, "Wählen", 0, 9, 0, 0)]
    probabilities = [2.0 ** -33, 1e-9, 1e-5, 0.02, 0.0749999, 0.0750001, 0.3, 0.5, 0.7, 0.925, 0.99999, 1 - 2.0 ** -33]
    save_json("noise", "keyed", {
        "addresses": [dict(zip(("seed", "use", "prompt", "candidate", "step", "particle"), a), **keyed(*a, 33)) for a in addresses],
        "quantiles": [[p, float(scipy.special.ndtri(p))] for p in probabilities]})


main()
