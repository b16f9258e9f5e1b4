"""How the risk engine does: on labelled series, on changed ones, on real ones, and on the sandbox company's incidents.

python -m benchmarks.kri company [SEED ...]
python -m benchmarks.kri labelled FOLDER [SEED ...]    FOLDER holds the package kri_bench
python -m benchmarks.kri changed FOLDER [SEED ...]

One core: run it under `taskset -c 0` with OMP_NUM_THREADS=1.
"""
