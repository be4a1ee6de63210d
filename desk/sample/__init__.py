"""The sample centre: an invented city line, drawn by recipe and pinned at published points."""

from desk.sample.load import SampleCentre, load_centre, read_messages, read_requests
from desk.sample.make import make_sample
from desk.sample.service import Service, read_service, service_facts

__all__ = [
    "SampleCentre",
    "Service",
    "load_centre",
    "make_sample",
    "read_messages",
    "read_requests",
    "read_service",
    "service_facts",
]
