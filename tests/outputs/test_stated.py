"""What metadata state, in words."""

from __future__ import annotations

from typing import get_args

import pytest

from comity.model import Stated, StatedBy, StatedField
from comity.outputs.stated import stated_in_words
from comity.register.views import SourceRef


@pytest.mark.parametrize("by", get_args(StatedBy))
@pytest.mark.parametrize("field", get_args(StatedField))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_whatever_is_stated_by_whomever_can_be_told(field: StatedField, by: StatedBy, language: str) -> None:
    source = SourceRef(
        name="crawl.warc@0", ref=None, url=None, title=None, publisher=None, published=None, language=None,
        stated=(Stated(field=field, value="2024-03-12", by=by),),
    )  # fmt: skip
    told = list(stated_in_words(source, language))
    assert [("2024-03-12" in values) for _, values in told] == ([] if field == "fetched" else [True])
