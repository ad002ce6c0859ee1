"""Under which names web pages state their metadata: `data/markup/metadata.toml`."""

from __future__ import annotations

from typing import NamedTuple, get_args

import msgspec

from comity.errors import LexiconError
from comity.lexicon.language import DATA, load_toml
from comity.lexicon.project import remembered, told_as
from comity.model import StatedField


class _Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[str, ...]
    loose: tuple[str, ...] = ()


class MetaName(NamedTuple):
    """What a name of `<meta>` states; `rank` counts from 0, the most telling; `loose`: used for other things too."""

    field: StatedField
    rank: int
    loose: bool


@remembered
def load_meta_names() -> dict[str, MetaName]:
    """The field of each name, in small letters. LexiconError when a name stands for two fields."""
    path = DATA / "markup" / "metadata.toml"
    read = load_toml(path)
    path = told_as(path)
    try:
        tables = msgspec.convert(read, dict[StatedField, _Field])
    except msgspec.ValidationError as error:
        raise LexiconError(f"{path}: {error}.", f"Tables are {', '.join(get_args(StatedField))}.") from error
    found: dict[str, MetaName] = {}
    for field, table in tables.items():
        for rank, name in enumerate((*table.names, *table.loose)):
            if name in found or name != name.lower():
                raise LexiconError(
                    f"{path}: {name!r} stands twice, or has capitals.", "Leave it once, in small letters."
                )
            found[name] = MetaName(field, rank, name in table.loose)
    return found
