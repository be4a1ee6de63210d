"""Where heavy work runs: in processes of this machine, or on the Dask cluster of the settings; the same joblib code."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from joblib import parallel_config

from desk.planning.rehearsal import processes
from desk.settings import read_settings
from forecast.errors import SettingError


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
