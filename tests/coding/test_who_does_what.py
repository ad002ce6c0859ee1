"""Ways of saying who does what, each in a sentence or two: what the grammar must see through.

Expected events are written `TYPE ACTORS>RECIPIENTS status`, sorted; a status is left out when the act was held.
"""

from __future__ import annotations

import pytest

from comity.model import Event
from tests.coding.pages import coded


def told(event: Event) -> str:
    actors = "+".join(sorted({str(side.country) for side in event.actor}))
    recipients = "+".join(sorted({str(side.country) for side in event.recipient}))
    status = "" if event.status == "held" else f" {event.status}"
    return f"{event.plover} {actors}>{recipients}{status}"


CASES = [
    # who speaks stands behind the quotation
    ("Le Danemark a expulsé deux diplomates russes. « Une décision absurde », a dénoncé le ministre russe.",
     ["ACCUSE RUS>DNK", "SANCTION DNK>RUS"]),
    ("« Nous condamnons les frappes russes », a déclaré la ministre norvégienne.", ["ACCUSE NOR>RUS"]),
    ("« Nous remercions le Qatar pour son appui », a dit le président tchadien.", ["SUPPORT TCD>QAT"]),
    # relative clauses
    ("Le président togolais a salué l'ambassadeur du Japon, qu'il recevait lundi à Lomé.",
     ["CONSULT JPN>TGO", "SUPPORT TGO>JPN"]),
    ("Le ministre danois, que le président ghanéen a reçu jeudi, a remercié le Ghana.",
     ["CONSULT DNK>GHA", "SUPPORT DNK>GHA"]),
    ("Lisbonne, qui avait convoqué la veille l'ambassadeur de Russie, a expulsé deux diplomates russes.",
     ["ACCUSE PRT>RUS", "SANCTION PRT>RUS"]),
    # one another
    ("La Serbie et le Kosovo se sont mutuellement reproché leur mauvaise foi.", ["ACCUSE SRB+XKX>"]),
    # verbs that the parser hangs elsewhere
    ("Une délégation de l'Académie militaire du Chili séjourne au Pérou.", ["CONSULT CHL>PER ongoing"]),
    ("Kigali continue d'accuser Kinshasa de soutenir les rebelles.", ["ACCUSE RWA>COD ongoing"]),
    ("L'Iran soutient que ses soldats ont agi avec retenue et accuse l'Irak d'avoir tiré.", ["ACCUSE IRN>IRQ"]),
    # without an agent, or with who announces it as the agent
    ("La Bulgarie durcit le ton. Deux diplomates russes ont été expulsés lundi.", ["SANCTION BGR>RUS"]),
    ("La Banque mondiale a annoncé un prêt de 50 millions de dollars octroyé au Bénin.",
     ["AGREE IGO>BEN", "AID IGO>BEN"]),
    # pronouns
    ("Le ministre togolais a rencontré son homologue ghanéen. Celui-ci s'est ensuite entretenu avec le président "
     "béninois.", ["CONSULT BEN+GHA>", "CONSULT GHA+TGO>"]),
    ("Le Kenya et la Somalie se disputent une île. Le Ghana les a exhortés à la retenue.", ["REQUEST GHA>KEN+SOM"]),
    ("Le ministre ghanéen s'est entretenu avec ses homologues kényan et somalien. Il leur a demandé d'ouvrir leur "
     "frontière.", ["CONSULT GHA+KEN+SOM>", "REQUEST GHA>KEN+SOM"]),
    ("Le président estonien a salué la Norvège. Il s'est entretenu au téléphone avec le roi de Norvège.",
     ["CONSULT EST+NOR>", "SUPPORT EST>NOR"]),
    ("L'Oman a reçu des émissaires yéménites. Son ministre de la Défense, Salim al-Harthy, a reçu lundi le ministre "
     "libyen de la Défense, Omar Zentani.", ["CONSULT LBY>OMN", "CONSULT YEM>OMN"]),
    # names: the first one alone, where only one is called so
    ("Le ministre lao de la Santé, M. Sisavath Keobounphanh, a reçu l'ambassadeur du Japon. M. Sisavath a remercié le "
     "Japon pour son aide.", ["CONSULT JPN>LAO", "SUPPORT LAO>JPN"]),
    # a name before a relative clause, far from its verb
    ("Oslo, qui préside avec Nairobi le comité de suivi, a condamné les bombardements soudanais.",
     ["ACCUSE NOR>SDN"]),
    # plans that come to nothing, imperfects that tell what came next
    ("Le ministre suédois devait arriver lundi à Ankara, mais sa visite a été annulée.", ["AGREE SWE>TUR cancelled"]),
    ("Tandis que Moscou accusait Tbilissi de provocation, Kiev dénonçait les frappes russes.",
     ["ACCUSE RUS>GEO", "ACCUSE UKR>RUS"]),
    ("La signature par la Croatie et l'Italie d'un accord sur la pêche a eu lieu lundi.", ["SUPPORT HRV+ITA>"]),
    # ellipsis
    ("Berne a convoqué l'ambassadeur d'Iran ; idem pour Oslo.", ["ACCUSE CHE>IRN", "ACCUSE NOR>IRN"]),
    ("Le Danemark a rappelé son ambassadeur en Iran. La Norvège a fait de même.",
     ["SANCTION DNK>IRN", "SANCTION NOR>IRN"]),
    ("Le Danemark a rappelé son ambassadeur en Iran, imité par la Norvège.",
     ["SANCTION DNK>IRN", "SANCTION NOR>IRN"]),
    # nouns that stand for verbs
    ("L'expulsion, lundi, de trois diplomates cubains par Lima n'a surpris personne à La Havane.",
     ["SANCTION PER>CUB"]),
    ("L'Iran exige la libération par l'Irak de deux pêcheurs iraniens.", ["REQUEST IRN>IRQ"]),
    # one after the other, or one list
    ("Le président péruvien s'est entretenu avec le roi d'Espagne à Madrid, puis avec le président maltais à La "
     "Valette.", ["CONSULT MLT+PER>", "CONSULT PER>ESP"]),
    ("L'Uruguay a rappelé ses ambassadeurs en Argentine et au Paraguay.", ["SANCTION URY>ARG+PRY"]),
    # who the sentence is about met whoever the noun names
    ("À l'issue d'un entretien avec la ministre danoise, le président du Guyana a plaidé pour une trêve.",
     ["CONSULT DNK+GUY>", "REQUEST GUY>DNK"]),
    # if, and a verb taken for a noun
    ("Le ministre grec a averti qu'il réagira si Ankara frappe ses îles.", ["THREATEN GRC>TUR"]),
    # who is attacked is not who is blamed
    ("Le ministre polonais a condamné l'attaque contre l'Ukraine.", []),
    # who was named last, in gender and number
    ("Le ministre omanais du Commerce, Salim al-Rashdi, a reçu lundi l'ambassadeur de Norvège, Erik Solberg. Ce "
     "dernier a remercié Oman pour son accueil.", ["CONSULT NOR>OMN", "SUPPORT NOR>OMN"]),
    ("La Croix-Rouge du Chili a remis dix tonnes de vivres à la Croix-Rouge bolivienne. Cette dernière a remercié le "
     "peuple chilien.", ["AID CHL>BOL", "SUPPORT BOL>CHL"]),
    ("L'armée malawite a accusé vendredi la police mozambicaine d'avoir franchi la frontière. Celle-ci a rejeté ces "
     "accusations.", ["ACCUSE MWI>MOZ", "REJECT MOZ>MWI"]),
    ("La ministre danoise de la Défense, Mette Lund, a rencontré vendredi son homologue letton, Janis Ozols. Il a "
     "remercié le Danemark pour son soutien.", ["CONSULT DNK+LVA>", "SUPPORT LVA>DNK"]),
    # what a third side says of the act told last
    ("Le Pérou et la Bolivie ont signé lundi un accord frontalier. L'Espagne a salué cet accord.",
     ["SUPPORT BOL+PER>", "SUPPORT ESP>BOL+PER"]),
    ("Le Pérou et la Bolivie ont signé lundi un accord frontalier. Le secrétaire général de l'ONU a salué le courage "
     "des deux présidents.", ["SUPPORT BOL+PER>", "SUPPORT IGO>BOL+PER"]),
    ("La Zambie et le Malawi se disputent un lac. L'Afrique du Sud a appelé toutes les parties au dialogue.",
     ["REQUEST ZAF>MWI+ZMB"]),
    # the country that is only called so
    ("L'Argentine a accordé un crédit à Haïti. Le Brésil a, lui, offert vingt camions au pays.",
     ["AID ARG>HTI", "AID BRA>HTI"]),
    # whose a person or a delegation is
    ("Le conseiller à la sécurité nationale de la Maison-Blanche, Mark Hall, a accusé la Chine de piratage.",
     ["ACCUSE USA>CHN"]),
    ("La Chine a exécuté un opposant. En Australie, la ministre des Affaires étrangères, Jane Smith, a condamné cette "
     "exécution.", ["ACCUSE AUS>CHN"]),
    ("Le pape Clément a appelé la Russie à cesser la guerre.", ["REQUEST VAT>RUS"]),
    ("Une délégation du parlement kényan est arrivée lundi à Kigali. La délégation a été reçue par le président du "
     "Sénat rwandais.", ["CONSULT KEN>RWA", "CONSULT KEN>RWA"]),
    ("M. Stoy, qui quittait Bakou dans la soirée, est attendu vendredi à Athènes par son homologue grec. La Bulgarie "
     "est prête, a dit le ministre bulgare, Ivan Stoy.", ["AGREE BGR>GRC planned"]),
    # subjects that name several sides, each with its place
    ("Les mairies de Cotonou, au Bénin, et de Lyon, en France, ont signé jeudi un protocole.", ["SUPPORT BEN+FRA>"]),
    ("L'université de Porto et celle de Luanda ont signé un accord.", ["SUPPORT AGO+PRT>"]),
    ("Le chef de la police zambienne et son collègue du Botswana ont signé vendredi un protocole.",
     ["SUPPORT BWA+ZMB>"]),
    # without its verb
    ("La Suède a promis 10 millions d'euros à l'Ukraine, la Finlande 5 millions et l'Islande 2 millions.",
     ["AGREE FIN>UKR", "AGREE ISL>UKR", "AGREE SWE>UKR"]),
    # a town where something was adopted is no side
    ("L'Islande et le Danemark se taisent. La Norvège a déploré l'inapplication du plan adopté à Djakarta.", []),
    # both of two, and who holds the same office
    ("La Libye et Malte ont signé jeudi un accord. Tous deux ont demandé à l'Italie de s'y joindre.",
     ["REQUEST LBY+MLT>ITA", "SUPPORT LBY+MLT>"]),
    ("Le ministre cubain de la Santé a rencontré lundi à Tirana sa collègue albanaise, Mme Elira Dosti.",
     ["CONSULT CUB>ALB"]),
    # *s'en* is no *si*, *aussitôt* and *à deux pas* deny nothing, a plural that took hours was one act
    ("La Norvège a relâché un chalutier islandais. L'Islande s'en est réjouie.",
     ["RETREAT NOR>ISL", "SUPPORT ISL>NOR"]),
    ("Le Soudan a accusé le Tchad de complicité. Le Tchad a aussitôt récusé ces allégations.",
     ["ACCUSE SDN>TCD", "REJECT TCD>SDN"]),
    ("La Suède et le Rwanda se sont rapprochés après huit heures d'entretiens entre ministres suédois et rwandais.",
     ["CONSULT RWA+SWE>"]),
    ("La Libye et Malte ont signé jeudi un accord, au terme d'une rencontre à La Valette entre leurs ministres.",
     ["CONSULT LBY>MLT", "SUPPORT LBY+MLT>"]),
    # an object behind words of time, and whom a document binds to
    ("La Colombie a rappelé en début de semaine ses ambassadeurs au Guatemala et au Salvador.",
     ["SANCTION COL>GTM+SLV"]),
    ("Le Tchad a dénoncé l'accord de défense qui le liait à la France.", ["SANCTION TCD>FRA"]),
    # who speaks behind the quotation, with a verb that wants *se*; who is wronged blames who wronged him
    ("« Une honte », s'est emportée l'ambassadrice britannique à l'adresse de son collègue russe.", ["ACCUSE GBR>RUS"]),
    ("Le Mali et le Niger se taisent. Le Bénin a fermé sa frontière avec le Niger. Niamey a dénoncé une mesure inique.",
     ["ACCUSE NER>BEN", "SANCTION BEN>NER"]),
    # a participle that says by whom
    ("Le Pérou a inhumé lundi deux pêcheurs péruviens abattus par des soldats équatoriens.", ["ASSAULT ECU>PER"]),
    # what befalls a country is that country's: the one the story is set in
    ("Au Myanmar, l'armée a pris le pouvoir et arrêté la dirigeante du pays. Les États-Unis condamnent le coup d'État.",
     ["ACCUSE USA>MMR"]),
    # those named together in the sentence before
    ("La Suède et la Finlande abritent des opposants. Les deux pays ont imposé un embargo sur les armes à la Turquie.",
     ["SANCTION FIN+SWE>TUR"]),
    # states that nobody names
    ("L'Occident accuse le Kenya d'armer les rebelles en Ouganda.", ["ACCUSE None>KEN"]),
    ("Le Kenya se méfie de l'Ouganda. Nairobi a accusé l'Occident de chantage.", ["ACCUSE KEN>None"]),
    # *garde* is nobody, behind another noun the ambassador is heard all the same, and a denial answers a reproach
    ("L'Union africaine met en garde Nairobi contre de graves conséquences.", ["THREATEN IGO>KEN"]),
    ("Des associations et l'ambassadeur d'Ouganda à Paris ont accusé le Kenya de pillages. Le front s'étend. Les prix "
     "montent. Nairobi a nié toute implication.", ["ACCUSE UGA>KEN", "REJECT KEN>UGA"]),
    ("Le Kenya et l'Ouganda s'affrontent. Le secrétaire général de l'ONU a exhorté toutes les parties à la retenue.",
     ["REQUEST IGO>KEN+UGA"]),
    ("Le président kényan a salué l'Ouganda. Le soir même, le Conseil de sécurité l'a exhorté à la retenue.",
     ["REQUEST IGO>KEN", "SUPPORT KEN>UGA"]),
    # who is the first to do something has done it
    ("La Suède a été la première à reconnaître l'État de Palestine.", ["SUPPORT SWE>PSE"]),
    # who may withdraw a country's soldiers is of that country
    ("Au Mali, des putschistes ont pris la capitale. Le président Adrien Delmas menace de retirer les soldats français "
     "si la junte malienne négocie avec les rebelles.", ["THREATEN FRA>MLI"]),
    # *celui qui* is somebody else
    ("Le Rwanda a salué l'Ouganda. Celui qui a attaqué un soldat burundais est en fuite.", ["SUPPORT RWA>UGA"]),
    # groups of several countries, bodies of states by their members, lists that go on with *ainsi que par ceux de*
    ("Le Chili se méfie du Pérou. Les ministres de la défense de Bolivie, du Paraguay et de l'Uruguay ont dénoncé les "
     "manœuvres chiliennes.", ["ACCUSE BOL+PRY+URY>CHL"]),
    ("Le Bénin et le Niger s'observent. Les chefs des États membres de la Cédéao ont appelé le Niger à la retenue.",
     ["REQUEST IGO>NER"]),
    ("La demande péruvienne a été rejetée par le gouvernement chilien ainsi que par ceux de Bolivie et d'Uruguay.",
     ["REJECT BOL+CHL+URY>PER"]),
    # whose clause it is: the one before the comma, the subject in the same sentence, the participle's subject
    ("La tension monte entre le Ghana et le Togo, qui accuse l'armée ghanéenne d'avoir franchi la frontière.",
     ["ACCUSE TGO>GHA"]),
    ("Le Pérou et le Chili s'opposent. Les forces péruviennes ont avancé et elles ont bombardé un poste chilien.",
     ["ASSAULT PER>CHL"]),
    ("Le président sénégalais, arrivé lundi à Rome, sera reçu par le pape, a appris notre envoyée spéciale à Genève.",
     ["AGREE SEN>VAT planned"]),
    # a talk told twice, first by its means
    ("Le président tunisien, Hakim Traoui, s'est entretenu lundi, par téléphone, avec le Premier ministre britannique, "
     "Bob Jameson. L'entretien entre Traoui et Jameson a porté sur les échanges.", ["CONSULT GBR+TUN>"]),
    # a town's namesake elsewhere is no side
    ("La tension monte entre la Centrafrique et le Tchad. Bangui se tait. Selon le Tchad, des soldats centrafricains "
     "auraient attaqué le poste frontière de Sourou.", []),
    ("Selon le Tchad, les soldats centrafricains ont attaqué un poste soudanais.", ["ASSAULT CAF>SDN"]),
    # a cleft tells its act whatever the tense; forces of a country end where another one begins
    ("Le Kenya et l'Ouganda s'observent. C'est le président kényan qui avait exhorté l'Ouganda à la retenue.",
     ["REQUEST KEN>UGA"]),
    ("L'armée rwandaise, basée à Kigali, qui accuse le Burundi, a quitté la réunion.", ["ACCUSE RWA>BDI"]),
    # what the sentence is about stands in front
    ("La CEEAC s'est réunie. S'agissant d'Haïti, l'organisation a promis de maintenir son aide de 900 000 euros.",
     ["AGREE IGO>HTI", "CONSULT IGO>"]),
    ("S'agissant du Mali, la Cédéao a remercié le Togo pour sa médiation.", ["SUPPORT IGO>TGO"]),
    # between the commas stands who acts; whose *Conférence* it is; *la région* spoken of last
    ("Au nom du gouvernement, Ahmed Naseem, ambassadeur des Maldives au Népal, a remercié le gouvernement népalais.",
     ["SUPPORT MDV>NPL"]),
    ("En mars, Moscou, qui accuse Kiev, a bombardé le port d'Odessa, en Ukraine.",
     ["ACCUSE RUS>UKR", "ASSAULT RUS>UKR"]),
    ("Convention entre le gouvernorat de Kasserine et le Tarn\n\nUne convention a été signée, mercredi au siège du "
     "gouvernorat de Kasserine, entre cette région et le département français du Tarn.", ["SUPPORT FRA+TUN>"]),
    # *il y a un an* is no main clause
    ("Il y a un an, la Turquie, la Géorgie et le Kazakhstan ont signé un accord à Istanbul.", ["SUPPORT GEO+KAZ+TUR>"]),
    # other countries in another clause make an act no less sure
    ("Le ministre français Paul Berger a eu mardi un entretien avec son homologue canadien Marc Roy, lors duquel a été "
     "évoquée la situation en Jordanie et en Iran.", ["CONSULT CAN+FRA>"]),
    # the auxiliary behind *que …,* is the main verb's
    ("Le Maroc, que cette décision inquiète, a condamné mardi l'Algérie.", ["ACCUSE MAR>DZA"]),
    ("Paris, que ces propos ont irrité, a rappelé son ambassadeur en Italie.", ["SANCTION FRA>ITA"]),
    # what is stopped is no gift; a complaint names who is blamed; *avait alors* goes on with what was told
    ("Les États-Unis ont annoncé l'arrêt de leur aide militaire à l'Ukraine.", ["SANCTION USA>UKR"]),
    ("Le ministre libanais a dénoncé une violation flagrante et chargé ses juristes de porter plainte contre Israël.",
     ["ACCUSE LBN>ISR"]),
    ("Le 6 mai, le Bénin avait fermé sa frontière avec le Niger. Le président nigérien avait alors accusé le Bénin.",
     ["ACCUSE NER>BEN", "SANCTION BEN>NER"]),
    # *a-t-elle dit* stands for who says the quotation, and for nobody whom it names
    ("La ministre polonaise Anna Nowak a reçu lundi l'ambassadeur de Russie. « La Russie est responsable de ce "
     "sabotage », a-t-elle accusé.", ["ACCUSE POL>RUS", "CONSULT RUS>POL"]),
    ("Le ministre tchadien de la Défense s'est rendu au Soudan. « Nous riposterons », a-t-il averti, à l'adresse des "
     "autorités soudanaises.", ["CONSULT TCD>SDN", "THREATEN TCD>SDN"]),
    # what one side says that another has to do is no plan of that one
    ("Le ministre iranien a estimé que les États-Unis doivent lever leurs sanctions contre l'Iran.", []),
    ("Les troupes françaises doivent quitter le Tchad en janvier.", ["RETREAT FRA>TCD planned"]),
    # help that names nobody is for the country that a calamity befell
    ("Séisme au Népal : l'aide afflue.\n\nUn séisme a frappé mardi le Népal. L'Inde a envoyé des secouristes. "
     "Le Pakistan a promis deux millions de dollars.", ["AGREE PAK>NPL", "AID IND>NPL"]),
    ("Un cyclone a touché les Comores. Le Kenya a promis au Rwanda de lui livrer du riz.", ["AGREE KEN>RWA"]),
    ("Un cyclone a touché les Comores. Le Rwanda et le Burundi se taisent. Le Kenya a promis de voter une loi.", []),
    # a gathering is what one is invited to, an infinitive what one is asked to do
    ("Le maire camerounais de Dschang a invité les élus français à l'inauguration du centre.", ["AGREE CMR>FRA"]),
    ("Le maire camerounais de Dschang a invité les entreprises françaises à investir.", ["REQUEST CMR>FRA"]),
    # suspects of a third country are handed over, captives are released
    ("Deux ressortissants brésiliens soupçonnés de meurtre ont été remis aux autorités françaises par le Suriname.",
     ["COOPERATE SUR>FRA"]),
    # a town whose name the parser does not know
    ("Le ministre mexicain s'est rendu mardi à São Paulo.", ["CONSULT MEX>BRA"]),
    # people of a country are no side, a reproach by nobody and a question are no acts
    ("Certains Ukrainiens se sont rendus en Russie pour revoir les leurs.", []),
    ("L'Agence internationale de l'énergie craint un hiver rude. La Russie est accusée d'avoir aggravé la crise.", []),
    ("La Russie compte de nombreuses régions. L'Ukraine aussi.", []),
    ("Le ministre togolais a demandé au Bénin pourquoi la route était fermée.", []),
    ("Des représentants de la Cédéao sont arrivés à Conakry. La junte rencontrera mardi les chefs religieux du pays.",
     ["CONSULT IGO>GIN"]),
    # who is struck or seized is named
    ("La Suède se méfie de la Russie. La police suédoise a écroué un passeur.", []),
    # acts within one country stay within it
    ("Le gouvernement kényan a accusé l'opposition de semer le chaos. Celle-ci a rejeté ces accusations.", []),
    ("La police nigériane a arrêté vingt personnes lundi à Kano. Les autorités ont promis des sanctions.", []),
    # who is warned, or made to do something, is named, and so is who makes them
    ("La Somalie et le Kenya s'opposent. Nairobi met en garde contre une escalade.", []),
    ("La Somalie et le Kenya s'opposent. Nairobi l'a mise en garde contre une escalade.", ["THREATEN KEN>SOM"]),
    ("Le chef de la diplomatie danoise a mis en garde son homologue russe contre toute attaque.",
     ["THREATEN DNK>RUS"]),
    ("L'ambassadeur d'Italie a été contraint par la junte nigérienne de quitter le pays.", ["SANCTION NER>ITA"]),
    ("Le Kenya se méfie de la Somalie. Deux diplomates somaliens ont été obligés de partir.", []),
    ("Un chalutier islandais a été contraint de faire demi-tour par la marine norvégienne.", ["COERCE NOR>ISL"]),
    ("Un avion russe a été contraint d'atterrir en Lettonie.", []),
    # a ceremony to come is no promise
    ("Le Ghana et le Togo déclarent vouloir marquer l'anniversaire de leurs relations.", []),
    ("Le Ghana et le Togo ont dit vouloir célébrer leurs liens et construire un pont.", ["AGREE GHA+TGO>"]),
    # what has begun, lasts, or is over
    ("Les pourparlers entre le Kenya et la Somalie ont débuté lundi à Doha.", ["CONSULT KEN+SOM> ongoing"]),
    ("Des pourparlers sont en cours à Doha entre le Kenya et la Somalie.", ["CONSULT KEN+SOM> ongoing"]),
    ("Le Kenya et la Somalie poursuivent leurs négociations à Doha.", ["CONSULT KEN+SOM> ongoing"]),
    ("Un exercice entre la marine kényane et la marine somalienne est en cours.", ["COOPERATE KEN+SOM> ongoing"]),
    ("La troisième session du comité mixte entre le Kenya et la Somalie s'est ouverte lundi à Nairobi.",
     ["CONSULT SOM>KEN ongoing"]),
    ("Les pourparlers entre le Kenya et la Somalie ont débuté lundi. Les pourparlers entre le Kenya et la Somalie se "
     "sont achevés mardi.", ["CONSULT KEN+SOM>"]),
    ("La réunion entre le ministre kényan et le ministre somalien a débuté à huit heures.", ["CONSULT KEN+SOM>"]),
    ("Les pourparlers entre le Kenya et la Somalie n'ont pas débuté.", []),
    # what one means to do, and what one announces of oneself
    ("Le Kenya a annoncé son intention de rappeler son ambassadeur en Somalie.", ["SANCTION KEN>SOM planned"]),
    ("Le Kenya a l'intention d'expulser deux diplomates somaliens.", ["SANCTION KEN>SOM planned"]),
    ("Le Kenya n'a pas l'intention de rappeler son ambassadeur en Somalie.", []),
    ("Le Kenya a annoncé son intention de livrer vingt camions à la Somalie.", ["AGREE KEN>SOM"]),
    ("Le Kenya a annoncé qu'il rappelait son ambassadeur en Somalie.", ["SANCTION KEN>SOM"]),
    ("Le Kenya a annoncé que la Somalie rappelait son ambassadeur.", []),
    # coordinated verbs
    ("Le Kenya va rappeler son ambassadeur en Somalie et expulser deux diplomates somaliens.",
     ["SANCTION KEN>SOM planned", "SANCTION KEN>SOM planned"]),
    ("Le Kenya a décidé de rappeler son ambassadeur en Somalie et de fermer sa frontière avec la Somalie.",
     ["SANCTION KEN>SOM", "SANCTION KEN>SOM"]),
    ("Le Kenya refuse de rappeler son ambassadeur en Somalie et d'expulser deux diplomates somaliens.", []),
    ("Le Chili a salué l'action du Pérou et convoqué l'ambassadeur bolivien.",
     ["ACCUSE CHL>BOL", "SUPPORT CHL>PER"]),
    # acts that a noun names, with who did them and a day
    ("Le Mali a salué la fin des sanctions imposées par la Cédéao à Bamako.", ["CONCEDE IGO>MLI", "SUPPORT MLI>IGO"]),
    ("Accra a obtenu lundi la levée de l'embargo décrété par Lomé contre le Ghana.", ["CONCEDE TGO>GHA"]),
    ("La Russie a exigé la levée des sanctions imposées par la Norvège à Moscou.", ["REQUEST RUS>NOR"]),
    ("Le Kenya doute de la levée des sanctions imposées par l'Union européenne au Soudan.", []),
    ("Les sanctions imposées lundi par la Norvège à la Russie ont été dénoncées par Moscou.",
     ["ACCUSE RUS>NOR", "SANCTION NOR>RUS"]),
    ("La Russie souffre des sanctions imposées par la Norvège.", []),
    ("Depuis l'invasion de la Finlande par la Russie, le 24 février, les prix ont monté.", ["ASSAULT RUS>FIN"]),
    ("Depuis l'invasion de la Finlande par la Russie, les prix ont monté.", []),
    ("L'offensive kényane contre la Somalie, lancée mardi, a fait fuir des milliers de personnes.",
     ["ASSAULT KEN>SOM"]),
    ("L'attaque, mardi, d'un poste tchadien par des rebelles soudanais a fait deux morts.", []),
    # who says that another did violence blames them
    ("La Russie affirme que l'Ukraine a bombardé une école.", ["ACCUSE RUS>UKR"]),
    ("Le ministre rwandais a affirmé lundi que le Burundi armait des rebelles.", ["ACCUSE RWA>BDI"]),
    ("Le Kenya affirme que l'armée somalienne a franchi la frontière.", ["ACCUSE KEN>SOM", "ASSAULT SOM>KEN"]),
    ("La Norvège affirme que son armée a bombardé un camp.", []),
    ("Le Kenya assure que l'Éthiopie n'a pas bombardé le village.", []),
    ("Un analyste affirme que la Russie a bombardé l'Ukraine.", []),
    # states that are only counted are nobody's country
    ("Quarante-trois pays, réunis à Oslo, ont condamné la Russie.", []),
    ("Le Premier ministre danois et les dirigeants de 39 pays ont condamné lundi la Russie.", ["ACCUSE DNK>RUS"]),
    ("Une quinzaine d'États ont condamné lundi la Russie.", []),
    ("Le Kenya, soutenu par une vingtaine de pays, a condamné la Russie.", ["ACCUSE KEN>RUS"]),
    # who was seized is one whom the story spoke of, of another country
    ("La police française surveillait le colonel libyen Ali Zentani. Elle l'a arrêté vendredi.", ["COERCE FRA>LBY"]),
    ("Le général rwandais Paul Kizito vivait à Kampala. Les autorités ougandaises l'ont arrêté lundi et l'ont "
     "transféré à la Cour pénale internationale.", ["COERCE UGA>RWA", "COOPERATE UGA>IGO"]),
    ("La police française surveillait le colonel français Paul Blanc. Elle l'a arrêté vendredi.", []),
    ("Le ministre kényan a salué l'Ouganda. La police kényane l'a arrêté mardi.", ["SUPPORT KEN>UGA"]),
    # a state that leaves a body of states
    ("Le retrait du Mali du G5 Sahel a surpris ses voisins.", ["SANCTION MLI>IGO"]),
    ("Le Burundi se retire de la Cour pénale internationale.", ["SANCTION BDI>IGO"]),
    ("Le retrait des troupes rwandaises de Somalie a commencé.", ["RETREAT RWA>SOM"]),
    ("La sortie du secrétaire général gambien de l'Union africaine a fait rire.", []),
    # a noun of encounter behind *au sortir de*, an act behind *n'en a pas moins*, one instead of another
    ("Au sortir d'une heure d'entretien avec son homologue kényan Paul Wanjala, le ministre ougandais Moses Okello a "
     "souri.", ["CONSULT KEN+UGA>"]),
    ("Nairobi n'en a pas moins accusé Kampala de mentir.", ["ACCUSE KEN>UGA"]),
    ("Le ministre kényan Paul Wanjala a préféré remercier l'Ouganda.", ["SUPPORT KEN>UGA"]),
    ("Le ministre kényan Paul Wanjala préfère remercier l'Ouganda.", []),
    ("Mardi, le gouvernement kényan a convoqué l'ambassadeur ougandais, Moses Okello, dénoncé un acte inamical et "
     "suspendu sa participation à l'accord.", ["ACCUSE KEN>UGA", "ACCUSE KEN>UGA", "SANCTION KEN>UGA"]),
    ("L'Union africaine, par la voix de son président, presse le Tchad et le Soudan de négocier.",
     ["REQUEST IGO>SDN+TCD"]),
    # behind *et*, behind what is said of others
    ("Peu de monde en doutait : le Kenya referme sa frontière avec l'Ouganda, « sans délai », et déclare indésirables "
     "trois diplomates ougandais.", ["SANCTION KEN>UGA", "SANCTION KEN>UGA"]),
    ("La Première ministre kényane, Grace Wanjala, a exigé à la tribune que l'Ouganda \"quitte notre sol\".",
     ["REQUEST KEN>UGA"]),
    # what whoever speaks promises, told in the passive
    ("Le ministre kényan a assuré à l'Ouganda que huit barrages seraient démontés avant juin.", ["AGREE KEN>UGA"]),
    ("Le ministre kényan a assuré que la route serait achevée en mai.", []),
    # names that stand for the Union a page names, and for nobody else
    ("L'Union européenne a rencontré le Kenya. Nairobi a accusé Bruxelles de mentir.",
     ["ACCUSE KEN>IGO", "CONSULT IGO+KEN>"]),
    ("La Belgique n'a pas consulté l'Union européenne. Nairobi a accusé Bruxelles de mentir.", ["ACCUSE KEN>BEL"]),
    ("Les Vingt-Sept se sont entendus sur un train de sanctions contre le Bélarus.", ["SANCTION IGO>BLR"]),
    # who ruled the country that the story is on
    ("Le Sénégal s'inquiète. Dakar a été critiqué. L'ancienne puissance coloniale a promis dix camions au Sénégal.",
     ["AGREE FRA>SEN"]),
    # a gift is for where the envoy is, a force for the town where it lands, an appeal for the country of the junta
    ("Le Japon, par l'intermédiaire de son ambassadeur au Kenya, Kitagawa Shun, a offert sept détecteurs.",
     ["AID JPN>KEN"]),
    ("144 policiers kényans ont débarqué mercredi à l'aéroport de Port-au-Prince.", ["AID KEN>HTI"]),
    ("Le Mali a subi un putsch. Bamako est calme. L'Algérie a appelé la junte à rendre le pouvoir aux civils.",
     ["REQUEST DZA>MLI"]),
    # whom a pronoun in a relative clause is not
    ("Le ministre espagnol Luis Ortega est arrivé lundi à Tunis. M. Ortega a remercié le président Haddad qui l'a reçu "
     "mardi.", ["CONSULT ESP>TUN", "CONSULT ESP>TUN", "SUPPORT ESP>TUN"]),
    # a capital is no person, though a title stands before it
    ("Selon la ministre libérienne et un haut responsable américain, Monrovia accuse Accra.", ["ACCUSE LBR>GHA"]),
    # parties that go by their names alone
    ("La vice-présidente du MPLA, Luzia Neto, s'est entretenue à La Havane avec le ministre cubain.",
     ["CONSULT AGO>CUB"]),
    # an invitation to a town
    ("La ministre kényane a convié le ministre ougandais à Mombasa.", ["AGREE KEN>UGA"]),
    # an envoy recalled by his own country; what belongs to whoever stands before *dont*; money meant for another
    ("L'ambassadeur de France en Algérie a été rappelé lundi.", ["SANCTION FRA>DZA"]),
    ("L'ambassadeur de France a été rappelé à l'ordre.", []),
    ("La France, dont les derniers soldats ont quitté le Tchad en janvier, s'est tue.", ["RETREAT FRA>TCD"]),
    ("Les États-Unis ont débloqué 30 millions d'euros destinés à l'armée géorgienne.", ["AID USA>GEO"]),
    # sessions of a joint body, forces of two provinces, an attack claimed, praise for what others concluded
    ("La 9e session de la commission mixte entre le Kenya et l'Ouganda se tiendra à Kampala.",
     ["AGREE KEN+UGA> planned"]),
    ("Les gardes-frontières de Diên Biên et de Phongsaly ont mené une patrouille conjointe.", ["COOPERATE LAO+VNM>"]),
    ("Kiev a revendiqué une attaque contre une raffinerie russe.", ["ASSAULT UKR>RUS"]),
    ("Washington a salué l'accord conclu entre l'Arménie et l'Azerbaïdjan.",
     ["SUPPORT ARM+AZE>", "SUPPORT USA>ARM+AZE"]),
    # who meets people of a country is not of it
    ("Le ministre kényan Paul Wanjala a reçu lundi le ministre ougandais Moses Okello. Il rencontrera mardi le "
     "président kényan.", ["AGREE UGA>KEN planned", "CONSULT UGA>KEN"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_does_what(text: str, expected: list[str]) -> None:
    assert sorted(told(event) for event in coded(text).stories[0].events) == expected
