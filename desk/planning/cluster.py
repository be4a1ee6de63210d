"""Where heavy work runs: in processes of this machine, or on the Dask cluster of the settings; the same joblib code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from joblib import parallel_config

from desk.planning.rehearsal import processes
from desk.settings import read_settings
from forecast.errors import SettingError

PACKAGE = Path(__file__).resolve().parents[1]
"""This package's folder."""


@contextmanager
def workers() -> Iterator[int]:
    """
    Let joblib's work inside run where the settings say, and tell how many pieces go on at once.

    Raises
    ------
    SettingError
        ``cluster_package`` if the setting names a cluster but ``distributed`` is not installed;
        ``cluster_unreachable`` if nothing answers at the address.
    """
    _mend_path()
    address = read_settings().cluster
    if not address:
        yield processes()
        return
    try:
        distributed = import_module("distributed")
    except ImportError as missing:
        raise SettingError("cluster_package", address=address) from missing
    try:
        client = distributed.Client(address, timeout=10)
    except (OSError, ValueError) as trouble:
        raise SettingError("cluster_unreachable", address=address) from trouble
    with client, parallel_config(backend="dask"):
        yield max(sum(client.nthreads().values()), 1)


def _mend_path() -> None:
    """
    Take folders inside this package off the path that worker processes inherit.

    Streamlit puts the folder of its pages there; in a fresh process `calendar` and `forecast` would then be pages.
    """
    sys.path[:] = [entry for entry in sys.path if not Path(entry).resolve().is_relative_to(PACKAGE)]
