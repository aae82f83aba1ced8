"""What a row of such a comparison is made of.

A row is a layer's name, tshark's name for the protocol, and for each field what to take from a layer's JSON (a function that
gives a list of texts) and from tshark (the name of its field, and a function that makes the same text of one occurrence).
"""
import dataclasses
from typing import Callable


@dataclasses.dataclass(frozen=True)
class Field:
    name: str                           # of the column in tshark
    ours: Callable[[dict], list]        # from a layer
    theirs: Callable[[str], str] = str  # from one occurrence
    applies: Callable[[dict], bool] = lambda layer: True  # whether tshark means the same by it in such a layer


@dataclasses.dataclass(frozen=True)
class Application:
    layer: str
    token: str                          # in frame.protocols
    fields: tuple
    well_formed: str = ""               # further condition on tshark's side, as a display filter field that must be absent


def number(text):
    return str(int(text, 0))


def flag(text):
    return str(text in ("1", "True"))


def key(name):
    """The value under this key, where there is one."""
    return lambda layer: [str(layer[name])] if name in layer else []


def members(*lists):
    """Of the groups in these lists, one after the other, the values under a key."""
    def choose(name):
        return lambda layer: [str(entry[name]) for each in lists for entry in layer.get(each, ()) if name in entry]
    return choose


def within(*lists):
    """Of the groups in a list, within groups in a list, …, the values under a key."""
    def choose(name):
        def walk(entry, rest):
            if not rest:
                return [str(entry[name])] if name in entry else []
            return [text for below in entry.get(rest[0], ()) for text in walk(below, rest[1:])]
        return lambda layer: walk(layer, lists)
    return choose


def either(entries, *names):
    """Of each group the value under the first of these keys that it has."""
    return lambda layer: [str(next(entry[name] for name in names if name in entry)) for entry in layer.get(entries, ())
                          if any(name in entry for name in names)]


def has(name, *numbers):
    """Whether the value under this key is one of these."""
    return lambda layer: layer.get(name) in numbers
