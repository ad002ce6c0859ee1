"""Of which country an office is that names none, read from whose it is, the side it stands on and who acted before.

Expected are the persons of the story with an office, with their countries, as `NAME COUNTRY`; `-` is no country.
"""

from __future__ import annotations

import pytest

from tests.coding.pages import coded

CASES = [
    # a possessive points back at who has the office
    ("Le Kenya a promis dix camions, et son ambassadeur à Kampala, Paul Wanjala, a remis les clés.",
     {"Paul Wanjala": "KEN"}),
    ("L'Ouganda a rappelé jeudi son ambassadeur au Kenya, Moses Okello.", {"Moses Okello": "UGA"}),
    ("La Somalie, qui recevait, était représentée par le général Omar Zentani, son vice-ministre de la Défense. "
     "L'Ouganda était là.", {"Omar Zentani": "SOM"}),
    ("Le président ougandais n'est pas venu ; sa Première ministre, Judith Okello, a salué le Kenya.",
     {"Judith Okello": "UGA"}),
    ("L'Ouganda a fermé sa frontière avec le Kenya. Son ministre de l'Intérieur, Moses Okello, s'en est félicité.",
     {"Moses Okello": "UGA"}),
    ("Par la voix d'Irina Soboleva, sa porte-parole, la diplomatie russe a salué le Kenya.", {"Irina Soboleva": "RUS"}),
    # nobody's, where its owner has no country
    ("Le Front des justes, parti d'opposition, ne décolère pas. Son secrétaire général, Davies Mumba, accuse le Kenya.",
     {"Davies Mumba": "-"}),
    # the side that it stands on
    ("Le Kenya et l'Ouganda ont négocié. Côté ougandais, le ministre Moses Okello a signé.", {"Moses Okello": "UGA"}),
    # the town that the sentence opens with
    ("Le Kenya a été critiqué. À Kampala, le ministre des Finances, Moses Okello, a rejeté la mesure.",
     {"Moses Okello": "UGA"}),
    # a delegation and who is in it
    ("Une délégation ougandaise, composée du maire Moses Okello et de Mme Grace Apio, présidente de la commission, a "
     "été reçue au Kenya.", {"Moses Okello": "UGA", "Grace Apio": "UGA"}),
    # the state that acted just before
    ("Le Kenya et l'Ouganda se disputent une île. Kampala n'a pas mâché ses mots. Le ministre de l'Information, Moses "
     "Okello, a accusé le Kenya de mentir.", {"Moses Okello": "UGA"}),
    # a body of states, whatever the nationality
    ("La Cédéao a suspendu le Mali. Le président de la Commission, le Gambien Alieu Ceesay, a parlé d'une mesure "
     "juste.", {"Alieu Ceesay": "IGO"}),
    # forms of address, and kings
    ("Le président vietnamien, Lê Van Nam, a rencontré Samdech Chea Vibol, président du Sénat, et le roi Norodom Rith, "
     "au Cambodge.", {"Lê Van Nam": "VNM", "Chea Vibol": "KHM", "Norodom Rith": "KHM"}),
    # a nationality before the name
    ("Le ministre kényan a reçu l'Ougandais Moses Okello, ministre de la Santé.", {"Moses Okello": "UGA"}),
    ("Mme Grace Wanjala, ministre kényane, et son hôte ougandais Moses Okello, vice-ministre, se sont vus.",
     {"Grace Wanjala": "KEN", "Moses Okello": "UGA"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_whose_office(text: str, expected: dict[str, str]) -> None:
    held = {office.person: office.country or "-" for office in coded(text).stories[0].offices}
    assert {name: held.get(name, "no office") for name in expected} == expected
