"""Words of nationality and their compounds, in French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import LexiconError
from comity.lexicon.nationality import inflect
from comity.lexicon.world import world

DEMONYMS = """
vietnamien VNM | vietnamienne VNM | vietnamiens VNM | vietnamiennes VNM | Vietnamiens VNM | VIETNAMIENNE VNM
viêtnamien VNM | sud-vietnamien VNM | nord-vietnamienne VNM
cambodgien KHM | cambodgiennes KHM | khmer KHM | khmère KHM | khmers KHM | khmères KHM
lao LAO | laotien LAO | laotiennes LAO | thaïlandais THA | thaïlandaise THA | thaï THA | thaïe THA
birman MMR | birmane MMR | malaisien MYS | indonésienne IDN | philippin PHL | philippines PHL | singapourien SGP
timorais TLS | est-timoraises TLS | brunéien BRN | chinois CHN | chinoise CHN | taïwanais TWN | hongkongais HKG
japonais JPN | japonaises JPN | nippon JPN | nippone JPN | nipponne JPN | mongole MNG
sud-coréen KOR | sud-coréennes KOR | nord-coréen PRK | nord-coréenne PRK | coréen PRK,KOR | coréennes PRK,KOR
indien IND | pakistanaise PAK | bangladais BGD | sri-lankaise LKA | srilankais LKA | népalais NPL | bhoutanais BTN
afghane AFG | kazakh KAZ | kazakhe KAZ | kirghize KGZ | ouzbek UZB | ouzbèke UZB | ouzbèques UZB | tadjike TJK
turkmène TKM | iranienne IRN | irakien IRQ | iraquiennes IRQ | saoudien SAU | saoudite SAU | yéménite YEM
émirati ARE | émiratie ARE | émiraties ARE | émirien ARE | qatari QAT | qatarie QAT | koweïtienne KWT | omanais OMN
bahreïni BHR | bahreïnienne BHR | israélienne ISR | palestiniens PSE | libanaise LBN | syrienne SYR | jordanien JOR
turc TUR | turque TUR | turcs TUR | turques TUR | chypriote CYP | arméniennes ARM | azerbaïdjanais AZE | azérie AZE
géorgienne GEO | russe RUS | russes RUS | soviétique SUN | ukrainienne UKR | biélorusse BLR | bélarussien BLR
moldave MDA | roumaine ROU | bulgare BGR | grec GRC | grecque GRC | grecques GRC | hellénique GRC | albanaise ALB
kosovar XKX | kosovare XKX | macédonienne MKD | serbe SRB | monténégrine MNE | bosnien BIH | bosniaque BIH
croate HRV | slovène SVN | slovaque SVK | tchèque CZE | tchécoslovaque CSK | yougoslaves YUG | polonaise POL
hongroise HUN | autrichienne AUT | allemand DEU | allemandes DEU | est-allemand DDR | suisse CHE | helvétique CHE
italienne ITA | vaticane VAT | maltaise MLT | espagnole ESP | portugaise PRT | andorrane AND | monégasque MCO
français FRA | française FRA | belge BEL | néerlandaise NLD | hollandais NLD | luxembourgeoise LUX | danoise DNK
britannique GBR | anglaise GBR | écossais GBR | galloise GBR | nord-irlandaise GBR | irlandaise IRL
suédoise SWE | norvégien NOR | finlandaise FIN | islandaise ISL | estonienne EST | lettonne LVA | lettone LVA
lituanienne LTU | américaine USA | états-unien USA | étasunienne USA | canadienne CAN | mexicain MEX
guatémaltèque GTM | hondurienne HND | salvadorienne SLV | nicaraguayenne NIC | costaricienne CRI | panaméen PAN
cubaine CUB | haïtienne HTI | dominicain DOM | dominicaine DOM | dominiquais DMA | jamaïcaine JAM | trinidadien TTO
barbadienne BRB | guyanien GUY | guyanais GUF | surinamaise SUR | vénézuélienne VEN | colombienne COL
équatorienne ECU | péruvienne PER | bolivienne BOL | chilienne CHL | argentin ARG | argentine ARG | brésilienne BRA
paraguayenne PRY | uruguayen URY | marocaine MAR | algérienne DZA | tunisiennes TUN | libyenne LBY | égyptienne EGY
soudanaise SDN | sud-soudanaise SSD | éthiopienne ETH | érythréenne ERI | djiboutienne DJI | somalienne SOM
kényane KEN | kenyan KEN | ougandaise UGA | rwandaise RWA | burundaise BDI | tanzanienne TZA
congolais COG,COD | congolaise COG,COD | congolaises COG,COD | zaïrois COD | gabonaise GAB | camerounaise CMR
centrafricaine CAF | tchadienne TCD | guinéen GIN | guinéenne GIN | équato-guinéen GNQ | équato-guinéennes GNQ
bissau-guinéen GNB | bissau-guinéenne GNB | sénégalaise SEN | gambienne GMB | malienne MLI | mauritanienne MRT
mauricien MUS | mauricienne MUS | maldivien MDV | ivoirienne CIV | burkinabè BFA | burkinabé BFA | burkinabée BFA
ghanéenne GHA | togolaise TGO | béninoise BEN | nigérien NER | nigérienne NER | nigériens NER | nigérian NGA
nigériane NGA | nigérians NGA | nigérianes NGA | cap-verdienne CPV | santoméen STP | libérienne LBR
sierra-léonaise SLE | angolaise AGO | mozambicaine MOZ | zambienne ZMB | zimbabwéenne ZWE | malawienne MWI
malawite MWI | namibienne NAM | botswanaise BWA | sud-africain ZAF | sud-africaines ZAF | swazie SWZ | lesothane LSO
malgache MDG | comorienne COM | seychelloise SYC | mahoraise MYT | réunionnaise REU | sahraouie ESH
australienne AUS | néo-zélandaise NZL | fidjienne FJI | samoane WSM,ASM | tongienne TON | ni-vanuatu VUT
vanuataise VUT | papouasienne PNG | salomonaise SLB | calédonienne NCL | polynésienne PYF | micronésien FSM
"""

COMPOUNDS = """
franco-allemand FRA DEU | franco-allemande FRA DEU | germano-français DEU FRA | vietnamo-cambodgien VNM KHM
vietnamo-cambodgienne VNM KHM | Vietnamo-cambodgiennes VNM KHM | sino-vietnamien CHN VNM | lao-vietnamien LAO VNM
lao-vietnamiennes LAO VNM | vietnamo-lao VNM LAO | khméro-vietnamienne KHM VNM | cambodgo-thaïlandais KHM THA
thaïlando-cambodgienne THA KHM | algéro-tunisien DZA TUN | algéro-marocaine DZA MAR | maroco-espagnole MAR ESP
hispano-marocain ESP MAR | luso-brésilien PRT BRA | italo-libyen ITA LBY | turco-grec TUR GRC | gréco-turque GRC TUR
russo-ukrainien RUS UKR | ukraino-russe UKR RUS | russo-japonaise RUS JPN | nippo-américain JPN USA
américano-soviétique USA SUN | américano-nord-coréen USA PRK | américano-sud-coréenne USA KOR | sino-sud-coréen CHN KOR
indo-pakistanais IND PAK | sino-indienne CHN IND | israélo-palestinien ISR PSE | israélo-libanaise ISR LBN
syro-libanais SYR LBN | irano-saoudien IRN SAU | saoudo-iranienne SAU IRN | éthio-érythréen ETH ERI
tchado-soudanais TCD SDN | soudano-sud-soudanaise SDN SSD | rwando-congolais RWA COG COD | congolo-rwandais COD COG RWA
sénégalo-mauritanienne SEN MRT | ivoiro-burkinabè CIV BFA | burkinabo-malien BFA MLI | bénino-nigérian BEN NGA
bénino-nigérien BEN NER | camerouno-équato-guinéen CMR GNQ | sénégalo-bissau-guinéen SEN GNB | franco-malgache FRA MDG
franco-comorien FRA COM | belgo-congolaise BEL COG COD | néerlando-belge NLD BEL | polono-allemand POL DEU
austro-hongrois AUT HUN | serbo-croate SRB HRV | arméno-azerbaïdjanais ARM AZE | kirghizo-tadjik KGZ TJK
argentino-chilien ARG CHL | cubano-américaine CUB USA | dominico-haïtien DOM HTI | canado-américain CAN USA
franco-germano-polonais FRA DEU POL | vietnamo-lao-cambodgien VNM LAO KHM | helvéto-français CHE FRA
anglo-français GBR FRA | néo-zélando-australien - | franco-français FRA | australo-néo-zélandais AUS NZL
nord-américain - | sud-américaine - | latino-américain - | afro-américaine - | indo-européen - | israélo-arabe -
indo-pacifique - | sino-tibétain - | gallo-romain - | socio-économique - | sud-africain - | nord-coréenne - | franco -
"""


def _cases(table: str) -> list[tuple[str, tuple[str, ...]]]:
    cells = [cell.strip() for line in table.strip().splitlines() for cell in line.split("|")]
    pairs = [cell.split(" ", 1) for cell in cells]
    return [(word, () if codes == "-" else tuple(codes.replace(",", " ").split())) for word, codes in pairs]


@pytest.mark.parametrize(("word", "codes"), _cases(DEMONYMS))
def test_a_word_of_nationality_has_its_countries(word: str, codes: tuple[str, ...]) -> None:
    assert sorted(world().demonym(word)) == sorted(codes)


@pytest.mark.parametrize(("word", "codes"), _cases(COMPOUNDS))
def test_a_compound_has_its_countries_in_order(word: str, codes: tuple[str, ...]) -> None:
    assert world().compound(word) == codes


@pytest.mark.parametrize(
    "word", ["", "vietnam", "européen", "asiatique", "africaine", "parlementaire", "latin", "congo"]
)
def test_other_words_are_no_nationality(word: str) -> None:
    assert world().demonym(word) == ()


@pytest.mark.parametrize(
    ("texts", "start", "expected"),
    [
        (["la", "coopération", "vietnamo", "-", "cambodgienne", "."], 2, (5, ("VNM", "KHM"))),
        (["franco-allemande"], 0, (1, ("FRA", "DEU"))),
        (["vietnamo", "-", "lao-cambodgien"], 0, (3, ("VNM", "LAO", "KHM"))),
        (["américano", "-", "nord", "-", "coréen"], 0, (5, ("USA", "PRK"))),
        (["franco", "–", "allemand"], 0, (3, ("FRA", "DEU"))),
        # a hyphen after the compound belongs to something else
        (["franco", "-", "allemand", "-", "deuxième"], 0, (3, ("FRA", "DEU"))),
        (["les", "peuples", "lao", ",", "vietnamien"], 2, None),
        (["lao", "vietnamien"], 0, None),
        (["vietnamo"], 0, None),
        (["vietnamo", "-"], 0, None),
        (["sud", "-", "coréen"], 0, None),
        (["allemand"], 0, None),
    ],
)
def test_a_compound_is_found_however_the_sentence_is_cut(
    texts: list[str], start: int, expected: tuple[int, tuple[str, ...]] | None
) -> None:
    assert world().compound_at(texts, start) == expected


@given(st.text(max_size=40))
def test_any_text_can_be_asked_about(text: str) -> None:
    codes = {country.alpha3 for country in world().countries()}
    assert set(world().demonym(text)) | set(world().compound(text)) <= codes


def test_the_longest_ending_inflects() -> None:
    endings = {"en": ("enne", "ens", "ennes"), "ien": ("ienne", "iens", "iennes"), "s": ("se", "s", "ses")}
    assert inflect("indien", endings) == ("indien", "indienne", "indiens", "indiennes")
    assert inflect("danois", endings) == ("danois", "danoise", "danoises")
    assert inflect("grec/grecque/grecs/grecques", endings) == ("grec", "grecque", "grecs", "grecques")


def test_a_demonym_without_an_ending_is_refused() -> None:
    with pytest.raises(LexiconError, match="xyz"):
        inflect("xyz", {"en": ("enne", "ens", "ennes")})
