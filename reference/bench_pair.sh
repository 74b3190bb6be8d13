#!/usr/bin/env bash
# Alternates `goldpan bench` and its Python peer and prints the ratio of each pair and their median.
#
#   PYTHON=python PYTHONPATH=diffusers/src reference/bench_pair.sh fp32|bf16 [pairs] [passes]
#
# The machine should be idle. Each process warms up once and reports the median of its passes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
precision=$1 pairs=${2:-5} passes=${3:-3} python=${PYTHON:-python3}
pick() { "$python" -c 'import json, sys; print(json.loads(sys.stdin.read().splitlines()[-1])["median"])'; }
ratios=()
for ((i = 1; i <= pairs; i++)); do
  ours=$("$here/../goldpan" bench --device cpu --precision "$precision" --passes "$passes" --json | pick)
  theirs=$("$python" "$here/bench_unet.py" "$precision" "$passes" 2>/dev/null | pick)
  ratio=$("$python" -c "print(f'{$theirs / $ours:.3f}')")
  printf 'pair %d: goldpan %.3f s, diffusers %.3f s, ratio %s\n' "$i" "$ours" "$theirs" "$ratio"
  ratios+=("$ratio")
done
"$python" -c "import statistics, sys; r = [float(x) for x in sys.argv[1:]]; print(f'$precision: diffusers / goldpan, median of {len(r)} pairs: {statistics.median(r):.2f} (from {min(r):.2f} to {max(r):.2f})')" "${ratios[@]}"
