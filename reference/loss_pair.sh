#!/usr/bin/env bash
# Alternates `goldpan bench --loss` and its Python peer and prints the ratios of each pair and their medians.
#
#   PYTHON=python PYTHONPATH=diffusers/src:PEERS reference/loss_pair.sh [pairs] [passes]
#
# PEERS holds the checkouts that losses.py names. The machine should be idle. Each process warms up once and reports the median of its passes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
pairs=${1:-3} passes=${2:-3} python=${PYTHON:-python3}
last() { tail -n 1; }
turns=()
for ((i = 1; i <= pairs; i++)); do
  turns+=("$("$here/../goldpan" bench --loss --passes "$passes" --json | last)")
  for precision in fp32 bf16; do
    turns+=("$("$python" "$here/bench_loss.py" "$precision" "$passes" 2>/dev/null | last)")
  done
done
"$python" - "${turns[@]}" <<'PYTHON'
import json, statistics, sys
turns = [json.loads(turn) for turn in sys.argv[1:]]
for network in turns[0]["secondsPerNoise"]:
    ratios = {}
    for ours, *theirs in zip(*(turns[start::3] for start in range(3))):
        mine = ours["secondsPerNoise"][network]
        for part in ("secondsPerNoise", "passOfIt"):
            peer = {each["precision"]: each[part][network] for each in theirs}
            for own, other in (("fp32", "fp32"), ("bf16", "bf16"), ("bf16", "fp32")):
                way = f"{own} over {other} as released" + (", without its losses" if part == "passOfIt" else "")
                ratios.setdefault(way, []).append(peer[other] / mine["goldpan, " + own])
            print(f"{network}: goldpan {mine['goldpan, fp32']:.4f} s fp32, {mine['goldpan, bf16']:.4f} bf16; "
                  f"as released {peer['fp32']:.4f} s fp32, {peer['bf16']:.4f} bf16 ({part})")
    for way, each in ratios.items():
        print(f"{network}, {way}: times as many noises, median of {len(each)} pairs: {statistics.median(each):.2f} "
              f"(from {min(each):.2f} to {max(each):.2f})")
PYTHON
