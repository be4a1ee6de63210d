"""Each worker of the tests keeps to one core: threads of linear algebra would only wait for each other."""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):  # read once, when numpy is first imported
    os.environ.setdefault(name, "1")
