"""How codings compare with gold: what was found, missed and made up, and how sure the figures are."""

from comity.evaluation.cases import load_cases, load_expected
from comity.evaluation.compare import by_page, compare, evaluate
from comity.evaluation.evaluation import Evaluation, Finding, below
from comity.evaluation.gold import GoldPage, load_gold
from comity.evaluation.report import render_text

__all__ = [
    "Evaluation",
    "Finding",
    "GoldPage",
    "below",
    "by_page",
    "compare",
    "evaluate",
    "load_cases",
    "load_expected",
    "load_gold",
    "render_text",
]
