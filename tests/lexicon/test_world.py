"""Countries, capitals, seats, bodies of states, subdivisions and cities, by code and by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pycountry
import pytest

import comity.lexicon
from comity.folding import fold
from comity.lexicon.tables import names, rows
from comity.lexicon.world import NameEntry, world

# nobody lives there
UNINHABITED = {"ATA", "BVT", "HMD", "UMI"}
# and no adjective for the inhabitants of these is in use
UNNAMED = UNINHABITED | {"ATF", "CCK", "CXR", "IOT", "SGS", "SJM", "TCA", "VGB", "VIR", "ANT"}

COUNTRIES = """
VNM=VNM | VN=VNM | Vietnam=VNM | Viêt Nam=VNM | Viet Nam=VNM | Viêt-Nam=VNM | VIETNAM=VNM | Viet Nam (vi)=
République socialiste du Vietnam=VNM | Việt Nam=VNM | Cambodge=KHM | Royaume du Cambodge=KHM | Campuchia=KHM
Laos=LAO | RDP lao=LAO | République démocratique populaire lao=LAO | République de Corée=KOR | R. de Corée=KOR
Corée du Sud=KOR | Corée du Nord=PRK | RPDC=PRK | RPD de Corée=PRK | RDC=COD | RD Congo=COD | Zaïre=COD
République démocratique du Congo=COD | Congo-Kinshasa=COD | Congo-Brazzaville=COG | République du Congo=COG
Congo=COG | Etats-Unis=USA | États-Unis=USA | Etats-Unis d’Amérique=USA | USA=USA | Royaume-Uni=GBR
Grande-Bretagne=GBR | Angleterre=GBR | Birmanie=MMR | Myanmar=MMR | Timor oriental=TLS | Timor-Leste=TLS
Côte d'Ivoire=CIV | Côte d’Ivoire=CIV | Cote d'Ivoire=CIV | Centrafrique=CAF | République centrafricaine=CAF | RCA=CAF
Palestine=PSE | Territoires palestiniens=PSE | Autorité palestinienne=PSE | Taïwan=TWN | Taiwan=TWN | Kosovo=XKX
Vatican=VAT | Saint-Siège=VAT | Union soviétique=SUN | URSS=SUN | RDA=DDR | RFA=DEU | Allemagne de l'Est=DDR
République fédérale d'Allemagne=DEU | Yougoslavie=YUG | Tchécoslovaquie=CSK | Tchéquie=CZE | République tchèque=CZE
Macédoine du Nord=MKD | Biélorussie=BLR | Bélarus=BLR | Moldavie=MDA | Pays-Bas=NLD | Hollande=NLD | Émirats=ARE
Émirats arabes unis=ARE | EAU=ARE | Arabie saoudite=SAU | Iran=IRN | République islamique d'Iran=IRN | Iraq=IRQ
Cap-Vert=CPV | Cabo Verde=CPV | Swaziland=SWZ | Eswatini=SWZ | Guinée=GIN | Guinée-Conakry=GIN | Guinée-Bissau=GNB
Guinée équatoriale=GNQ | Papouasie-Nouvelle-Guinée=PNG | Niger=NER | Nigeria=NGA | Nigéria=NGA | Soudan du Sud=SSD
Sud-Soudan=SSD | Chine=CHN | République populaire de Chine=CHN | RP de Chine=CHN | Ceylan=LKA | Haute-Volta=BFA
Burkina=BFA | Dahomey=BEN | Japon=JPN | Nhật Bản=JPN | Germany=DEU | Dominique=DMA | République dominicaine=DOM
Türkiye=TUR | Turquie=TUR | Hongkong=HKG | Brunei Darussalam=BRN | Atlantide= | =
"""

CAPITALS = """
Hanoï=VNM | Hanoi=VNM | Phnom Penh=KHM | Phnom-Penh=KHM | Vientiane=LAO | Pékin=CHN | Beijing=CHN | Moscou=RUS
Le Caire=EGY | Addis-Abeba=ETH | N'Djamena=TCD | N’Djaména=TCD | Londres=GBR | Bruxelles=BEL | La Haye=NLD
Amsterdam=NLD | Tel-Aviv=ISR | Jérusalem=ISR | Ramallah=PSE | Séoul=KOR | Pyongyang=PRK | Oulan-Bator=MNG
Naypyidaw=MMR | Kuala Lumpur=MYS | Washington=USA | Brasilia=BRA | La Paz=BOL | Sucre=BOL | Cotonou=BEN
Porto-Novo=BEN | Abidjan=CIV | Yamoussoukro=CIV | Le Cap=ZAF | Pretoria=ZAF | Tananarive=MDG | Kinshasa=COD
Brazzaville=COG | Kiev=UKR | Kyiv=UKR | Belgrade=SRB | Prague=CZE | Berlin=DEU | Berlin-Est=DDR | Koweït City=KWT
Saint-Domingue=DOM | Port-d'Espagne=TTO | Nour-Soultan=KAZ | Astana=KAZ | Bucarest=ROU | Riyad=SAU | Alger=DZA
Lyon= | Rangoun= | New York=
"""

SEATS = """
l'Élysée=FRA state | Élysée=FRA state | Matignon=FRA government | Quai d'Orsay=FRA foreign | Kremlin=RUS state
Maison-Blanche=USA state | Pentagone=USA military | la Moncloa=ESP government | Downing Street=GBR government
palais du Plateau=CIV state | palais d'Etoudi=CMR state | Bundestag=DEU parliament | Itamaraty=BRA foreign
El Mouradia=DZA state | Cité de l'OUA=ua igo | Maison Bleue=KOR state
"""

IGOS = """
asean=asean | ASEAN=asean | Asean=asean | ANASE=asean | Association des nations de l’Asie du Sud-Est=asean | UE=ue
Union européenne=ue | Commission européenne=commission-europeenne | UA=ua | Union africaine=ua | CEDEAO=cedeao
Cédéao=cedeao | CEMAC=cemac | CEEAC=ceeac | UEMOA=uemoa | SADC=sadc | EAC=eac | IGAD=igad | AES=aes
Alliance des Etats du Sahel=aes | Confédération des États du Sahel=aes | ONU=onu | Nations unies=onu | Nations Unies=onu
Unesco=unesco | UNICEF=unicef | HCR=hcr | PAM=pam | OMS=oms | FAO=fao | PNUD=pnud | OIT=oit | AIEA=aiea | FMI=fmi
Banque mondiale=banque-mondiale | Banque africaine de développement=bad | Banque asiatique de développement=bad-asie
OIF=oif | Organisation internationale de la Francophonie=oif | OTAN=otan | Otan=otan | OPEP=opep | OCI=oci
Ligue arabe=ligue-arabe | CCG=ccg | UMA=uma | Mercosur=mercosur | CELAC=celac | OEA=oea | APEC=apec | OMC=omc
OCS=ocs | BRICS=brics | G7=g7 | G20=g20 | G5 Sahel=g5-sahel | Commonwealth=commonwealth | CPLP=cplp | OSCE=osce
Conseil de l'Europe=conseil-de-l-europe | Commission du Mékong=mrc | MRC=mrc | Interpol=interpol | CPI=cpi | CIJ=cij
Union interparlementaire=uip | AIPA=aipa | APF=apf | CICR=cicr | Bruxelles= | Ligue=
"""


def _cases(table: str) -> list[tuple[str, str | None]]:
    cells = [cell.strip() for line in table.strip().splitlines() for cell in line.split("|")]
    return [(name, value or None) for name, _, value in (cell.rpartition("=") for cell in cells)]


@pytest.mark.parametrize(("name", "alpha3"), _cases(COUNTRIES))
def test_a_country_is_found_by_code_and_by_every_name(name: str, alpha3: str | None) -> None:
    found = world().country(name)
    assert (found.alpha3 if found else None) == alpha3


@pytest.mark.parametrize(("name", "alpha3"), _cases(CAPITALS))
def test_a_government_is_found_by_its_capital(name: str, alpha3: str | None) -> None:
    assert world().capital(name) == alpha3


@pytest.mark.parametrize(("name", "value"), _cases(SEATS))
def test_who_sits_at_a_place(name: str, value: str) -> None:
    found = world().seat(name)
    assert found is not None
    assert f"{found.code} {found.who}" == value


@pytest.mark.parametrize(("name", "key"), _cases(IGOS))
def test_a_body_of_states_is_found_by_name_and_acronym(name: str, key: str | None) -> None:
    found = world().igo(name)
    assert (found.key if found else None) == key


def test_every_iso_country_has_names_a_capital_coordinates_and_a_demonym() -> None:
    listed = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    known = {country.alpha3: country for country in world().countries()}
    assert listed <= set(known)
    for alpha3, country in known.items():
        assert all(country.names[language] for language in ("fr", "en", "vi")), alpha3
        assert -90 <= country.latitude <= 90, alpha3
        assert -180 <= country.longitude <= 180, alpha3
        assert (world().capital_of(alpha3) is not None) == (alpha3 not in UNINHABITED), alpha3
        assert (world().demonym_of(alpha3, "fr") is not None) == (alpha3 not in UNNAMED), alpha3


def test_every_table_speaks_of_countries_and_bodies_that_there_are() -> None:
    known = {country.alpha3 for country in world().countries()}
    keys = {igo.key for igo in world().igos()}
    for name in ("countries.csv", "demonyms.csv", "capitals.csv", "cities.csv"):
        assert {row["alpha3"] for row in rows("fr", name)} <= known, name
    assert {code for row in rows("fr", "combining.csv") for code in row["alpha3"].split()} <= known
    assert {row["code"] for row in rows("fr", "seats.csv")} <= known | keys
    assert {row["parent"] for row in rows("fr", "igos.csv")} - {""} <= keys
    assert {code for igo in world().igos() for code in igo.members} <= known
    codes = [row["code"] for row in rows("fr", "subdivisions.csv")]
    assert len(codes) == len(set(codes))
    assert all(world().subdivision(code) for code in codes)
    assert all(world().subdivision(row["successor"]) for row in rows("world", "former_subdivisions.csv"))


def test_every_exonym_names_a_city_of_its_country() -> None:
    lost = [
        row["names"]
        for row in rows("fr", "cities.csv")
        if row["alpha3"] not in {city.country for city in world().cities(names(row["names"])[0])}
    ]
    assert lost == []


def test_names_that_serve_two_countries() -> None:
    assert world().country_codes("Congo") == ("COG", "COD")
    assert world().country_codes("Guinée") == ("GIN",)


def test_labels_are_those_of_the_language() -> None:
    assert world().label("VNM", "fr") == "Vietnam"
    assert world().label("KHM", "vi") == "Campuchia"
    assert world().label("asean", "fr").startswith("Association des nations")
    assert world().label("QQQ", "fr") == "QQQ"


def test_members_and_parents_of_bodies() -> None:
    asean = world().igo("asean")
    assert asean is not None
    assert len(asean.members) == 11
    union = world().igo("UE")
    assert union is not None
    assert len(union.members) == 27
    unesco = world().igo("UNESCO")
    assert unesco is not None
    assert unesco.parent == "onu"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("VN-52", "VN-52"), ("Soc Trang", "VN-52"), ("Sóc Trăng", "VN-52"), ("Dak Lak", "VN-33"), ("Hanoï", "VN-HN")),
        *(
            ("Thua Thiên-Huê", "VN-26"),
            ("Bà Ria-Vung Tàu", "VN-43"),
            ("Ha Tay", "VN-15"),
            ("Hô Chi Minh-Ville", "VN-SG"),
        ),
        *(("Battambang", "KH-2"), ("Svay Rieng", "KH-20"), ("Ratanakiri", "KH-16"), ("Kompong Cham", "KH-3")),
        *(
            ("Bretagne", "FR-BRE"),
            ("Rhône-Alpes", "FR-V"),
            ("Ille-et-Vilaine", "FR-35"),
            ("Nouvelle-Aquitaine", "FR-NAQ"),
        ),
        *(("Grand Est", "FR-GES"), ("Provence-Alpes-Côte d'Azur", "FR-PAC"), ("Corse", "FR-20R"), ("Alsace", "FR-6AE")),
        *(("Bavière", "DE-BY"), ("Bade-Wurtemberg", "DE-BW"), ("Catalogne", "ES-CT"), ("Lombardie", "IT-25")),
        *(
            ("Québec", "CA-QC"),
            ("Californie", "US-CA"),
            ("Guangdong", "CN-GD"),
            ("Xinjiang", "CN-XJ"),
            ("Jeju", "KR-49"),
        ),
        *(
            ("Champassak", "LA-CH"),
            ("Nord-Kivu", "CD-NK"),
            ("Katanga", "CD-KT"),
            ("Écosse", "GB-SCT"),
            ("Crimée", "UA-43"),
        ),
        *(("Comunidad Valenciana", "ES-VC"), ("Wallonie", "BE-WAL"), ("Tatarstan", "RU-TA"), ("Okinawa", "JP-47")),
    ],
)
def test_a_subdivision_is_found_by_code_and_name(name: str, code: str) -> None:
    assert code in [found.code for found in world().subdivision(name)]


def test_vietnam_has_its_63_provinces_and_says_which_are_no_more() -> None:
    units = [code for code in _codes("VN-") if code != "VN-15"]
    former = [code for code in units if world().subdivision(code)[0].former == 2025]
    assert (len(units), len(former)) == (63, 29)
    soc_trang = world().subdivision("VN-52")[0]
    assert (soc_trang.country, soc_trang.successor, soc_trang.kind) == ("VNM", "VN-CT", "province")


def test_cambodia_and_france_have_all_their_subdivisions() -> None:
    assert len(_codes("KH-")) == 25
    metropolitan = [code for code in _codes("FR-") if world().subdivision(code)[0].kind == "metropolitan region"]
    assert len([code for code in metropolitan if world().subdivision(code)[0].former is None]) == 12
    assert len([code for code in metropolitan if world().subdivision(code)[0].former == 2016]) == 17


def _codes(prefix: str) -> list[str]:
    listed = {row["code"] for row in rows("world", "subdivisions.tsv")}
    return sorted(code for code in listed if code.startswith(prefix))


def test_a_country_narrows_the_subdivisions_of_a_name() -> None:
    assert [s.code for s in world().subdivision("Luxembourg", "BEL")] == ["BE-WLX"]
    assert world().subdivision("Bretagne", "VNM") == ()
    present = [s.former for s in world().subdivision("Alsace")]
    assert present == sorted(present, key=lambda year: year is not None)


def test_former_subdivisions_and_nearly_all_others_have_coordinates() -> None:
    without = [row["code"] for row in rows("world", "subdivisions.tsv") if not row["latitude"]]
    assert len(without) < 20, without


@pytest.mark.parametrize(
    ("name", "near", "country", "admin"),
    [
        *(("Soc Trang", None, "VNM", "VN-52"), ("Cân Tho", None, "VNM", "VN-CT"), ("Huê", None, "VNM", "VN-26")),
        *(
            ("Rennes", None, "FRA", "FR-BRE"),
            ("Hô Chi Minh-Ville", None, "VNM", "VN-SG"),
            ("Saïgon", None, "VNM", "VN-SG"),
        ),
        *(
            ("Londres", None, "GBR", "GB-ENG"),
            ("Munich", None, "DEU", "DE-BY"),
            ("Aix-la-Chapelle", None, "DEU", "DE-NW"),
        ),
        *(("Canton", None, "CHN", "CN-GD"), ("Danang", None, "VNM", "VN-DN"), ("Siem Reap", None, "KHM", "KH-17")),
        *(("Brest", None, "FRA", "FR-BRE"), ("Brest", {"BLR"}, "BLR", "BY-BR"), ("Tripoli", {"LBN"}, "LBN", "LB-AS")),
        *(
            ("Tripoli", None, "LBY", "LY-TB"),
            ("Tay Ninh", {"VNM"}, "VNM", "VN-37"),
            ("Valence", {"FRA"}, "FRA", "FR-ARA"),
        ),
        *(("Lubumbashi", None, "COD", "CD-HK"), ("Le Cap", None, "ZAF", "ZA-WC"), ("Alep", None, "SYR", "SY-HL")),
        *(
            ("Bobo-Dioulasso", None, "BFA", "BF-09"),
            ("Chau Doc", None, "VNM", "VN-44"),
            ("Phnom Penh", None, "KHM", "KH-12"),
        ),
    ],
)
def test_a_city_is_found_with_its_country_and_subdivision(
    name: str, near: set[str] | None, country: str, admin: str
) -> None:
    city = world().city(name, near)
    assert city is not None
    assert (city.country, city.admin) == (country, admin)


def test_cities_near_come_first_then_the_larger() -> None:
    found = world().cities("Cordoba", {"ARG"})
    assert found[0].country == "ARG"
    rest = [city.population for city in found if city.country != "ARG" and "Cordoue" not in city.names.get("fr", ())]
    assert rest == sorted(rest, reverse=True)
    assert world().cities("nowhere at all") == ()


def test_coordinates_of_cities_are_where_they_should_be() -> None:
    hanoi = world().city("Hanoï")
    assert hanoi is not None
    assert (round(hanoi.latitude), round(hanoi.longitude)) == (21, 106)
    phnom_penh = world().capital_of("KHM")
    assert phnom_penh is not None
    assert (round(phnom_penh.latitude), round(phnom_penh.longitude)) == (12, 105)


@pytest.fixture(scope="module")
def entries() -> dict[str, list[NameEntry]]:
    found: dict[str, list[NameEntry]] = {}
    for entry in world().names("fr"):
        found.setdefault(entry.folded, []).append(entry)
    return found


def test_names_are_folded_and_each_reading_stands_once(entries: dict[str, list[NameEntry]]) -> None:
    for folded, found in entries.items():
        assert folded
        assert folded == fold(folded)
        readings = [(entry.kind, entry.codes, entry.case) for entry in found]
        assert len(readings) == len(set(readings)), folded


@pytest.mark.parametrize(
    ("name", "kind", "codes", "ambiguous", "case"),
    [
        ("Vietnam", "country", ("VNM",), False, "initial"),
        ("RDC", "country", ("COD",), False, "upper"),
        ("Congo", "country", ("COG", "COD"), False, "initial"),
        ("La Réunion", "subdivision", ("FR-974",), False, "initial"),
        ("congolaises", "demonym", ("COG", "COD"), False, "any"),
        ("Hanoï", "capital", ("VNM",), False, "initial"),
        ("Moscou", "capital", ("RUS",), False, "initial"),
        ("Victoria", "capital", ("SYC",), True, "initial"),
        ("ASEAN", "igo", ("asean",), False, "initial"),
        ("OIF", "igo", ("oif",), False, "upper"),
        ("pays non-alignés", "igo", ("mna",), False, "any"),
        ("BAD", "igo", ("bad-asie", "bad"), True, "upper"),
        ("l'Élysée", "seat", ("FRA",), False, "initial"),
        ("Cité de l'OUA", "seat", ("ua",), False, "initial"),
        ("mer de Chine", "region", (), False, "any"),
        ("nord-américain", "region", (), False, "any"),
        ("Soc Trang", "subdivision", ("VN-52",), False, "initial"),
        ("Bretagne", "subdivision", ("FR-BRE",), False, "initial"),
        ("Aix-la-Chapelle", "city", ("DEU",), False, "initial"),
    ],
)
def test_what_the_automaton_is_built_of(
    entries: dict[str, list[NameEntry]], name: str, kind: str, codes: tuple[str, ...], ambiguous: bool, case: str
) -> None:
    found = [entry for entry in entries[fold(name)] if entry.kind == kind]
    assert [(entry.codes, entry.ambiguous, entry.case) for entry in found] == [(codes, ambiguous, case)]


@pytest.mark.parametrize(
    "name",
    [
        *("Tours", "Nice", "Lens", "Cher", "Var", "Lot", "Manche", "Orange", "Ham", "Union", "Victoria", "San", "Date"),
        *(
            "Nancy",
            "Florence",
            "Constance",
            "Somme",
            "Orne",
            "Nord",
            "Centre-Ouest",
            "Martinez",
            "Charlotte",
            "Kennedy",
        ),
    ],
)
def test_places_named_like_words_and_people_want_a_trigger(entries: dict[str, list[NameEntry]], name: str) -> None:
    places = [entry for entry in entries.get(fold(name), []) if entry.kind in {"city", "subdivision"}]
    assert all(entry.ambiguous for entry in places)


@pytest.mark.parametrize(
    "name",
    ["Hai Phong", "Battambang", "Lyon", "Genève", "Douala", "Bavière", "Finistère", "Dak Lak", "Shanghai", "Goma"],
)
def test_well_known_places_want_none(entries: dict[str, list[NameEntry]], name: str) -> None:
    places = [entry for entry in entries[fold(name)] if entry.kind in {"city", "subdivision"}]
    assert places
    assert not any(entry.ambiguous for entry in places)


def test_a_language_without_tables_has_no_names() -> None:
    assert list(world().names("xx")) == []


def test_the_gazetteer_is_small_and_loads_at_once() -> None:
    """Under 4 MB in the package; in a fresh process under 60 MB and, on a loaded machine, two seconds."""
    folder = Path(comity.lexicon.__file__).parent / "data"
    size = sum(path.stat().st_size for path in [*(folder / "world").iterdir(), *(folder / "fr").glob("*.[ct]sv")])
    assert size < 4_000_000
    program = (
        "import resource, time, comity.folding, comity.model\n"
        "from importlib import resources\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "before, start = peak(), time.process_time()\n"
        "from comity.lexicon.world import world\n"
        "world()\n"
        "print(time.process_time() - start, peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    seconds, megabytes = (float(part) for part in done.stdout.split())
    assert seconds < 2
    assert megabytes < 60
