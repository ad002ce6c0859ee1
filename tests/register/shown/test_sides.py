"""The dossier of a body or a region is kept ready, and is the one that looking everywhere finds."""

from __future__ import annotations

import pytest

from comity.register import Register, dossier
from comity.register.views import Dossier, Filters, Side
from tests.register.factory import Draft, asean, brittany, party, summit

PORTS = (
    "Les ports de Da Nang et de Sihanoukville\n"
    "Le ministre vietnamien des Transports, Vo Kim, a vu son homologue cambodgien, Chea Ratana, le 4 mai 2021. "
    "Le ministère vietnamien des Transports a promis une grue. Les deux pays élargiront le chenal. "
    "Le ministère a aussi reçu des élus de Bretagne. Le vice-ministre des Transports Ly An était là, comme Dao Nu.\n"
)
FILTERS = (
    Filters(),
    Filters(since="2021", channels=("government",)),
    Filters(section="encounter", limit=1, offset=1),
    Filters(section="office"),
)


def ports() -> Draft:
    kim = party("VNM", "Vo Kim", office="ministre", of="ministère des Transports")
    ratana = party("KHM", "Chea Ratana", office="ministre", of="ministère des Travaux publics")
    # a body whose key is not its name
    ministry = party("VNM", "ministère des Transports", "body")
    elected = party("FRA", "élus de Bretagne", "group", admin="FR-35")
    draft = Draft(PORTS, published="2021-05-05")
    draft.event("a vu son homologue cambodgien", [kim], [ratana], date="2021-05-04")
    draft.event("reçu des élus de Bretagne", [elected], [ministry, asean()])
    draft.commitment("a promis une grue", [ministry], event="e0", force="pledged")
    draft.commitment("Les deux pays élargiront le chenal", [party("VNM"), party("KHM")], event="e0")
    draft.instrument("élargiront le chenal", [ministry, party("KHM"), party("LAO")], event="e0")
    draft.office("vice-ministre des Transports Ly An", "Ly An", "vice-ministre", "VNM", of="ministère des Transports")
    return draft.office("Dao Nu", "Dao Nu", "directeur", "LAO", of="ministère des Transports")


@pytest.fixture
def filled(register: Register) -> Register:
    list(register.add([ports().coding(), brittany().coding(), summit().coding()]))
    return register


def ask(register: Register, a: Side, b: Side) -> list[Dossier]:
    return [register.dossier(a, b, filters) for filters in FILTERS]


@pytest.mark.parametrize(
    ("one", "other", "records"),
    [
        ("VNM/body/ministere-des-transports", "KHM", 3),
        ("VNM/body/ministere-des-transports", "FRA", 1),
        ("VNM/body/ministere-des-transports", "IGO/asean", 1),
        ("VNM/body/ministere-des-transports", "VNM", 0),
        ("KHM/body/ministere-des-travaux-publics", "VNM", 2),
        ("FR-BRE", "VNM", 3),
        ("FR-29", "VNM", 1),
        ("FR-35", "IGO/asean", 1),
        ("FR-29", "KHM", 0),
    ],
)
def test_what_is_kept_ready_is_what_is_found(
    filled: Register, monkeypatch: pytest.MonkeyPatch, one: str, other: str, records: int
) -> None:
    a, b = filled.side(one), filled.side(other)
    ready = ask(filled, a, b)
    assert ask(filled, b, a)[0].counts == ready[0].counts
    counts = ready[0].counts
    assert counts.encounters + counts.acts + counts.commitments + counts.instruments == records
    monkeypatch.setattr(dossier, "ready", lambda *_: None)
    assert ask(filled, a, b) == ready
