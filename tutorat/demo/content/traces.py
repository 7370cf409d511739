"""Shorter traces: drafts of RSCA and everything else a portfolio holds (B.8)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShortTrace:
    """`kind` as in `Trace.Kind`; `texts` in the order of the sections of that kind."""

    kind: str
    title: str
    setting: str
    families: tuple[int, ...]
    mobilised: tuple[str, ...]
    texts: tuple[str, ...]


def _rsca(title: str, setting: str, families: tuple[int, ...], mobilised: str, *texts: str) -> ShortTrace:
    return ShortTrace("rsca", title, setting, families, tuple(mobilised.split()), texts)


def _other(kind: str, title: str, mobilised: str, text: str, setting: str = "") -> ShortTrace:
    return ShortTrace(kind, title, setting, (), tuple(mobilised.split()), (text,))


SHORT_RSCA = (
    _rsca(
        "La garde de trop",
        "hospital",
        (3, 7),
        "PRU PRO",
        "Il est quatre heures, c’est ma troisième garde en dix jours. Une jeune mère revient pour de la "
        "fièvre après son accouchement. J’écoute une phrase sur deux, je regarde l’heure, et je prescris "
        "avant d’avoir fini de regarder. C’est la sage-femme qui me fait remarquer le mollet. L’orgueil "
        "d’abord, puis la peur.",
        "Je savais que je n’étais plus lucide et je n’ai appelé personne. La fatigue n’explique pas tout : "
        "j’avais peur de déranger. Le problème n’est pas le diagnostic manqué, c’est d’avoir cessé de "
        "chercher.",
        "À quel moment demander de l’aide la nuit ? Quels signes de ma propre fatigue puis-je repérer ?",
    ),
    _rsca(
        "L’ordonnance que je n’ai pas faite",
        "ambulatory",
        (9, 2),
        "APC EPD",
        "Une angine virale, un patient pressé, un départ en vacances le lendemain. Il veut « l’antibiotique "
        "qui marche ». J’explique le test, il soupire. Je tiens bon mais je m’entends parler plus fort.",
        "J’ai gagné la discussion et je crois avoir perdu le patient. Le champ relationnel passait avant le "
        "champ infectieux. J’aurais pu proposer une ordonnance différée.",
        "L’ordonnance différée diminue-t-elle la consommation d’antibiotiques ?",
        "Une revue systématique montre moins d’antibiotiques pris, avec une satisfaction comparable.",
        "J’ai depuis un texte prêt pour l’ordonnance différée, et je demande d’abord ce que la personne "
        "espère.",
    ),
    _rsca(
        "Elle ne voulait pas du vaccin",
        "ambulatory",
        (4,),
        "EPD APC",
        "Une mère vient pour la visite du onzième mois. Elle a lu, beaucoup, et me tend une liste de "
        "questions numérotées. Je me sens attaquée sur le premier point et je réponds à tous comme à un "
        "examen.",
        "J’ai confondu une inquiétude avec une opposition. Je n’ai pas demandé ce qu’elle avait déjà décidé.",
        "Comment conduire un entretien motivationnel sur la vaccination en dix minutes ?",
    ),
    _rsca(
        "Le scanner pour rien",
        "ambulatory",
        (3, 9),
        "AGC PRO PRU",
        "Des maux de tête depuis un mois chez une femme de trente ans, un examen normal, une inquiétude qui "
        "monte des deux côtés du bureau. Je demande un scanner. En relisant ma lettre j’y cherche "
        "l’indication et je n’en trouve pas.",
        "Je croyais chercher un diagnostic. Je cherchais à me rassurer.",
        "Quels signes imposent une imagerie devant une céphalée ?",
        "Les recommandations françaises listent les signes d’alarme ; aucun n’était présent.",
        "Je note désormais, avant de prescrire un examen, ce que je ferai de son résultat.",
    ),
    _rsca(
        "Annonce d’un résultat anormal au téléphone",
        "ambulatory",
        (3,),
        "APC CSC",
        "Le laboratoire appelle à dix-neuf heures : une anémie profonde. La patiente est seule, en voiture, "
        "elle décroche en conduisant. Je donne le chiffre avant de demander où elle est.",
        "J’ai traité un résultat au lieu de m’adresser à une personne. La sécurité passait avant l’annonce.",
        "Que doit-on dire, et ne pas dire, au téléphone ?",
        "Les guides d’annonce ne parlent presque jamais du téléphone ; j’ai adapté leurs étapes.",
        "Ma première phrase est maintenant : « Est-ce que vous pouvez parler ? »",
    ),
    _rsca(
        "La contraception de dix-sept heures",
        "ambulatory",
        (5, 4),
        "APC EPD PRO",
        "Une adolescente vient avec sa mère pour un certificat de sport. Au moment de partir elle revient "
        "seule, pour un parapluie oublié qui n’existe pas.",
        "J’ai failli ne pas comprendre. Il fallait, vite, garantir le secret et ne pas en faire une affaire.",
        "Quel cadre légal pour une mineure qui consulte seule ?",
    ),
    _rsca(
        "Un certificat pour garder le chien",
        "ambulatory",
        (8, 6),
        "PRO APC",
        "En plein divorce, un patient que j’aime bien me demande d’écrire que sa femme « le rend malade ». "
        "Il dit que c’est juste pour le juge.",
        "Loyauté, secret, impartialité : je voulais aider et j’allais écrire ce que je n’avais pas constaté.",
        "Que puis-je certifier dans un conflit familial ?",
        "Le conseil de l’Ordre publie des modèles : on écrit ce que l’on constate, on cite ce qui est dit.",
        "J’ai refusé le certificat et proposé un rendez-vous. Il est venu au rendez-vous.",
    ),
    _rsca(
        "Sept médicaments et un pilulier vide",
        "ambulatory",
        (1,),
        "AGC CSC EPD",
        "Visite chez un couple âgé. Le pilulier de la semaine est vide dès le mardi, et personne ne sait "
        "qui l’a rempli. Il rit, elle pas.",
        "Iatrogénie, mémoire, orgueil : tout se mêle. Je n’ai vu le pilulier que parce que je cherchais un "
        "verre.",
        "Comment conduire une révision d’ordonnance à domicile, et avec qui ?",
    ),
    _rsca(
        "La douleur qui ne se voit pas",
        "hospital",
        (2, 7),
        "PRU AGC",
        "Un aide-soignant du service, lombalgique, me demande entre deux portes « juste un truc fort ». Je "
        "prescris debout, sans l’examiner.",
        "Soigner un collègue m’a fait oublier la consultation. J’ai confondu gentillesse et soin.",
        "Comment poser un cadre quand le patient est un collègue ?",
        "La campagne de l’Assurance maladie sur le mal de dos et les textes de l’Ordre sur le soin aux "
        "proches.",
        "Je propose désormais une vraie consultation, assise, avec un dossier.",
    ),
    _rsca(
        "La nuit, il appelait sa sœur",
        "hospital",
        (1, 6),
        "APC CSC",
        "Un homme confus en médecine polyvalente appelle chaque nuit une sœur morte depuis longtemps. "
        "L’équipe demande un traitement. Je reste un quart d’heure avec lui ; il me montre une photographie.",
        "Le problème était la nuit de l’équipe autant que la sienne. Prescrire aurait été plus court.",
        "Quelles mesures non médicamenteuses devant une confusion nocturne ?",
        "La recommandation de la HAS place l’environnement avant les neuroleptiques (accord d’experts).",
        "Nous avons laissé une veilleuse et la photographie. J’apprends à ne pas prescrire.",
    ),
)

OTHER_TRACES = (
    _other(
        "supervision",
        "Supervision directe, pose d’implant",
        "EPD APC",
        "Geste observé par mon maître de stage, puis refait sans aide la semaine suivante. Retour : "
        "installation lente, information claire. À revoir : vérifier la palpation devant la patiente.",
        "ambulatory",
    ),
    _other(
        "supervision",
        "Supervision indirecte, douze consultations relues",
        "AGC CSC",
        "Douze dossiers relus en fin de journée. Trois fois je n’avais pas noté ce que le patient "
        "attendait. Je commence désormais par cette ligne.",
        "ambulatory",
    ),
    _other(
        "peer_group",
        "Groupe d’échange : l’antibiotique du vendredi",
        "PRO PRU",
        "Six situations tirées au sort. Nous prescrivons davantage le vendredi soir. Décision commune : "
        "un appel le lundi plutôt qu’une ordonnance de précaution.",
    ),
    _other(
        "peer_group",
        "Groupe d’échange : dire non sans rompre",
        "APC PRO",
        "Jeu de rôle à partir de la demande d’un certificat. J’ai joué le patient et compris ce que le "
        "refus fait entendre.",
    ),
    _other(
        "article",
        "Lecture critique : traiter la fièvre de l’enfant",
        "EPD PRU",
        "Essai randomisé, effectif suffisant, critère de jugement discutable. Ce que j’en garde : le "
        "confort plutôt que le chiffre.",
    ),
    _other(
        "article",
        "Lecture critique : dépister l’insuffisance rénale",
        "EPD AGC",
        "Cohorte bien conduite, mais la population n’est pas la nôtre. Je demande l’albuminurie plus "
        "souvent.",
    ),
    _other(
        "vignette",
        "Vertige positionnel, la manœuvre au cabinet",
        "PRU",
        "Diagnostic posé par l’interrogatoire, confirmé par la manœuvre, soulagé en dix minutes. Première "
        "fois que je guéris quelqu’un avec mes mains.",
        "ambulatory",
    ),
    _other(
        "vignette",
        "Une plaie chronique qui ne guérit pas",
        "CSC AGC",
        "Ulcère de six mois. L’infirmière avait la réponse : la compression n’était jamais portée.",
        "ambulatory",
    ),
    _other(
        "vignette",
        "Deux cystites en un mois",
        "EPD PRU",
        "J’ai repris les mesures simples avant de prescrire et remis une fiche.",
        "ambulatory",
    ),
    _other(
        "prevention",
        "Atelier sommeil au lycée",
        "EPD",
        "Intervention avec l’infirmière scolaire devant deux classes. Trois messages, un quiz, beaucoup "
        "de questions sur les écrans.",
    ),
    _other(
        "talk",
        "Exposé au staff : la prescription différée",
        "EPD PRO",
        "Quinze minutes, une revue de la littérature, un modèle d’ordonnance adopté par le service.",
        "hospital",
    ),
    _other(
        "certificate",
        "Attestation : gestes d’urgence de niveau 2",
        "PRU",
        "Formation de deux jours et demi, validée.",
    ),
    _other(
        "patient_information",
        "Fiche : bien prendre son pilulier",
        "EPD CSC",
        "Une page, gros caractères, relue par trois patients. Version deux après leurs remarques.",
    ),
    _other(
        "tutoring_report",
        "Ce que je retiens de la séance",
        "PRO",
        "Entendre les autres douter m’a fait du bien. Je repars avec une question plutôt qu’avec une "
        "réponse.",
    ),
    _other(
        "logbook",
        "Journal de bord du semestre",
        "AGC PRU",
        "Quatorze situations brèves, de la bronchiolite à l’inaptitude. Ce qui revient : je tarde à "
        "examiner.",
    ),
    _other(
        "osce",
        "Station : annoncer une grossesse non prévue",
        "APC",
        "Rédaction d’une station de huit minutes, grille incluse, essayée avec deux externes.",
    ),
)

DRAFT_TITLES = (
    "Le silence après l’annonce",
    "Un père au premier rang",
    "Ce que le dossier ne disait pas",
    "La visite sous la pluie",
    "Deux avis, un patient",
)
DRAFT_TEXT = (
    "Je note la scène avant de l’oublier. La salle d’attente était vide, la personne est entrée sans "
    "s’asseoir. Ce que j’ai ressenti d’abord : de l’impatience. À développer : ce qui m’a fait changer "
    "d’avis."
)
