"""Tensor files as the reference libraries write them: every number type, shards, torch.save archives, and hostile pickles.

Needs torch, safetensors and numpy. The values follow a rule that the Java tests know: number i of a tensor is (i % 7) - 2
(booleans: i % 7 == 2; unsigned: i % 7).
"""
import argparse
import collections
import json
import os
import pathlib
import struct
import sys
import types
import zipfile

import numpy
import torch
from safetensors.torch import save_file

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "toolkit/src/test/resources/fixtures/weights"
TYPES = dict(F64=torch.float64, F32=torch.float32, F16=torch.float16, BF16=torch.bfloat16, I64=torch.int64, I32=torch.int32,
             I16=torch.int16, I8=torch.int8, U8=torch.uint8, BOOL=torch.bool)


def ruled(*shape, dtype=torch.float32):
    i = torch.arange(torch.Size(shape).numel()) % 7
    value = i == 2 if dtype == torch.bool else i if dtype == torch.uint8 else i - 2
    return value.to(dtype).view(shape)


def of_every_type():
    tensors = {name: ruled(3, 5, dtype=dtype) for name, dtype in TYPES.items()}
    return tensors | {"scalar": ruled(dtype=torch.float32), "empty": ruled(0, 3), "four": ruled(2, 3, 1, 4)}


class Hostile:
    """Pickles as a call of a function."""

    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        return self.call


def repacked(name, new, change):
    """Copies an archive; the function says what becomes of each entry (None: left out) and how it is stored."""
    with zipfile.ZipFile(FOLDER / name) as old, zipfile.ZipFile(FOLDER / new, "w") as out:
        for entry in old.infolist():
            content, method = change(entry.filename, old.read(entry))
            if content is not None:
                out.writestr(zipfile.ZipInfo(entry.filename), content, method)


def as_zip64(name, new):
    """Rewrites an archive with the 64-bit records of files above 4 GB, as miniz inside PyTorch writes them."""
    body, directory, count = b"", b"", 0
    with zipfile.ZipFile(FOLDER / name) as old:
        for entry in old.infolist():
            path, data = entry.filename.encode(), old.read(entry)
            start = len(body)
            size, much = len(data), 2 ** 32 - 1
            body += struct.pack("<4s5H3L2H", b"PK\3\4", 45, 0, 0, 0, 33, entry.CRC, size, size, len(path), 0) + path + data
            wide = struct.pack("<2H3Q", 1, 24, size, size, start)
            directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, 0, 0, 33, entry.CRC, much, much, len(path), len(wide),
                                     0, 0, 0, 0, much) + path + wide
            count += 1
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), len(body))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(body) + len(directory), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2 ** 16 - 1, 2 ** 16 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 0)
    (FOLDER / new).write_bytes(body + directory + end + locator + last)
    assert torch.load(FOLDER / new)["F32"].equal(ruled(3, 5))


def write_safetensors():
    save_file(of_every_type(), FOLDER / "types.safetensors", metadata={"note": "täglich"})
    shards = {"model-00001-of-00002.safetensors": {"a.weight": ruled(2, 3), "a.bias": ruled(2)},
              "model-00002-of-00002.safetensors": {"b.weight": ruled(4, dtype=torch.bfloat16)}}
    (FOLDER / "sharded").mkdir(exist_ok=True)
    for name, tensors in shards.items():
        save_file(tensors, FOLDER / "sharded" / name)
    index = {"metadata": {"total_size": 40}, "weight_map": {key: name for name, tensors in shards.items() for key in tensors}}
    (FOLDER / "sharded/model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")


def write_torch():
    torch.save(of_every_type(), FOLDER / "types.pt")
    torch.save(of_every_type(), FOLDER / "protocol4.pt", pickle_protocol=4)
    as_zip64("types.pt", "zip64.pt")
    base = ruled(4, 6)
    torch.save({"base": base, "rows": base[1:3], "columns": base[:, 1::2], "transposed": base.t(), "last": base[3, 5]},
               FOLDER / "views.pt")
    torch.save({"wide": torch.ones(1).expand(1000, 1000)}, FOLDER / "expanded.pt")
    layer = torch.nn.Linear(3, 2)
    layer.weight.data, layer.bias.data = ruled(2, 3), ruled(2)
    torch.save(layer.state_dict(), FOLDER / "module.bin")
    nested = collections.OrderedDict(weight=torch.nn.Parameter(ruled(2, 3)), bias=torch.nn.Parameter(ruled(2)))
    # what Lightning writes: a class as a key, numpy scalars, numbers of every size
    lightning = types.ModuleType("pytorch_lightning.callbacks.model_checkpoint")
    lightning.ModelCheckpoint = type("ModelCheckpoint", (), {"__module__": lightning.__name__})
    packages = {"pytorch_lightning": types.ModuleType("pytorch_lightning"),
                "pytorch_lightning.callbacks": types.ModuleType("pytorch_lightning.callbacks"), lightning.__name__: lightning}
    sys.modules.update(packages)
    torch.save({"epoch": 3, "global_step": 875000, "big": 2 ** 80, "negative": -5, "rate": 1e-4, "flag": True, "nothing": None,
                "callbacks": {lightning.ModelCheckpoint: {"best": numpy.float64(0.25)}}, "shape": torch.Size([2, 3]),
                "lists": [1, [2, (3, 4, 5, 6)], {"x": {7, 8}}], "state_dict": nested}, FOLDER / "lightning.ckpt")
    torch.save({"model": {"weight": ruled(2, 3) + 1}, "ema": {"weight": ruled(2, 3)}, "args": argparse.Namespace(size="XL"),
                "opt": {"state": {0: {"exp_avg": ruled(2)}}, "param_groups": [{"lr": 1e-4, "betas": (0.9, 0.999)}]}},
               FOLDER / "ema.pt")
    torch.save({"left": {"weight": ruled(2)}, "right": {"weight": ruled(2)}}, FOLDER / "ambiguous.pt")
    torch.save({"a": 1}, FOLDER / "no-tensors.pt")
    if not (FOLDER / "legacy.pt").exists():  # it contains memory addresses
        torch.save({"weight": ruled(2)}, FOLDER / "legacy.pt", _use_new_zipfile_serialization=False)


def write_hostile():
    torch.save({"weight": ruled(2), "x": Hostile(os.system, "echo hostile")}, FOLDER / "os-system.pt")
    torch.save({"weight": ruled(2), "x": Hostile(eval, "1 + 1")}, FOLDER / "eval.pt")
    torch.save({"weight": Hostile(torch.load, "x.pt")}, FOLDER / "torch-load.pt")
    # a whitelisted name called with what it never gets
    torch.save({"weight": Hostile(torch._utils._rebuild_tensor_v2, "storage", 0, (2,), (1,), False, None)},
               FOLDER / "wrong-arguments.pt")
    stored = zipfile.ZIP_STORED
    repacked("types.pt", "compressed.pt", lambda name, data: (data, zipfile.ZIP_DEFLATED))
    repacked("types.pt", "big-endian.pt", lambda name, data: (b"big" if name.endswith("byteorder") else data, stored))
    repacked("types.pt", "short-storage.pt", lambda name, data: (data[:-1] if name.endswith("data/0") else data, stored))
    repacked("types.pt", "no-storage.pt", lambda name, data: (None if name.endswith("data/1") else data, stored))
    repacked("types.pt", "no-pickle.pt", lambda name, data: (None if name.endswith("data.pkl") else data, stored))


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_safetensors()
    write_torch()
    write_hostile()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            print(path.relative_to(FOLDER), path.stat().st_size)


if __name__ == "__main__":
    main()
