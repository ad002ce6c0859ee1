"""Acts of one body of states alone are found by reports of them: their traces are left anew.

No table changes. Traces are derived: the program leaves them when all steps are done (see `judging.rebuild`).
"""

from __future__ import annotations

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: what is derived is made anew after every step."""
