"""What a process that reads a stranger's file may not do: open files or sockets, compute long, take much memory."""

import codecs
import ctypes
import importlib
import os
import resource

from corpus_app.importing.encodings import ENCODINGS

CPU_SECONDS = 20
MEMORY = 1024**3
NICE = 5
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000

for _name in (*ENCODINGS, "cp437", "ascii", "latin-1", "idna", "utf-16", "utf-32"):
    codecs.lookup(_name)  # later their modules could not be opened any more
importlib.import_module("heapq")  # which Counter.most_common imports only when it is called


def confine() -> None:
    """Give up what reading does not need. What is open stays open; nothing can be opened any more.

    A limit of no open files stops sockets and files alike, also where a container forbids a network namespace.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "unshare"):
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    os.nice(max(0, NICE - os.nice(0)))
    for kind, limit in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))
