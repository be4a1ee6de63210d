"""Each worker keeps to one core."""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # read once, when numpy is first imported
    os.environ.setdefault(name, "1")
