"""Complete RSCA, as an intern might write them: first person, anonymous, drugs by their DCI."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rsca:
    """`mobilised`: competency, the author's level (1…3) and why; `setting` as in `Trace.Setting`."""

    title: str
    setting: str
    families: tuple[int, ...]
    mobilised: tuple[tuple[str, int, str], ...]
    sections: dict[str, str]
    shift: str = ""


END_OF_LIFE = Rsca(
    title="Ce qu’elle disait dans l’entrée",
    setting="ambulatory",
    families=(6, 1),
    mobilised=(
        ("APC", 2, "J’ai fini par entendre la demande de la fille, distincte de celle de son père."),
        ("CSC", 1, "Je n’avais prévenu ni l’infirmière ni le réseau avant de partir."),
        ("PRO", 2, "J’ai dit mon incertitude au lieu de la cacher."),
    ),
    sections={
        "recit": (
            "C’est ma sixième visite de la journée, en fin de semestre chez le praticien. Un homme d’environ "
            "quatre-vingts ans, un cancer que l’on ne soigne plus, un lit médicalisé au milieu du salon. Il "
            "dort beaucoup, se réveille pour boire, sourit. Sa fille vit là depuis trois mois.\n\nJ’examine, "
            "je compte les respirations, je vérifie les bouffées de la pompe de morphine. Tout est en ordre "
            "sur mon carnet. Elle répond à mes questions très vite, comme on récite. Je me sens utile. Je "
            "range mon stéthoscope et je prends mon manteau.\n\nDans l’entrée, la main sur la poignée, elle "
            "me dit tout bas : « Et si c’est cette nuit, je fais quoi ? » Je réponds qu’il faut appeler le "
            "15. Elle me regarde. Elle dit : « Il ne voulait pas y retourner. » Je n’ai plus de phrase. Je "
            "m’assois sur la marche de l’escalier, avec mon manteau, et je lui demande de me raconter ce "
            "qu’il avait demandé."
        ),
        "problematisation": (
            "Ma réponse était juste dans un protocole et fausse dans cette maison. Trois champs se "
            "croisaient : biomédical (un symptôme imprévu à domicile), relationnel (une aidante seule qui "
            "n’ose parler que dans l’entrée) et éthique (respecter une volonté dite mais écrite nulle part). "
            "Le plus important me semble être que j’ai conduit toute la visite pour le patient et pour moi, "
            "sans demander à la personne qui le soigne comment elle allait. Je critique aussi mon départ : "
            "j’avais décidé que la visite était finie parce que mon examen l’était."
        ),
        "questions": (
            "Comment préparer une famille aux dernières heures à domicile ?\n"
            "Que contiennent des prescriptions anticipées, et qui peut les appliquer la nuit ?\n"
            "Comment repérer l’épuisement d’un aidant en une visite ?"
        ),
        "recherche": (
            "La recommandation de la HAS sur la prise en charge d’une personne en fin de vie à domicile "
            "(2016, accord d’experts) propose des prescriptions anticipées personnalisées, écrites, laissées "
            "au domicile et expliquées à l’infirmière. La grille de Zarit abrégée a été validée pour les "
            "aidants de personnes âgées ; sa valeur en fin de vie est moins sûre. Sur ce qui se dit au "
            "moment de partir je n’ai trouvé que des témoignages ; mon maître de stage l’appelle « la parole "
            "du seuil »."
        ),
        "synthese": (
            "Le lendemain nous avons écrit, avec la fille et l’infirmière, une page de consignes pour la "
            "nuit. Désormais je garde les cinq dernières minutes d’une visite pour la personne qui reste, "
            "assise, manteau posé. Il me reste à apprendre à parler de la mort sans attendre que l’on m’y "
            "oblige."
        ),
        "bibliographie": (
            "1. Haute Autorité de santé. Comment mieux accompagner les patients en fin de vie à domicile. "
            "2016. Accord d’experts.\n2. Bédard M. et al. The Zarit Burden Interview. Gerontologist. "
            "2001;41:652-7. Niveau 2."
        ),
    },
    shift="Ma réponse était juste dans un protocole et fausse dans cette maison.",
)

HYPNOTIC = Rsca(
    title="Renouvellement difficile d’un traitement hypnotique chez une personne âgée isolée",
    setting="ambulatory",
    families=(1, 10),
    mobilised=(
        ("AGC", 2, "J’ai relié l’insomnie à la solitude et au risque de chute."),
        ("APC", 2, "J’ai négocié au lieu d’imposer."),
        ("EPD", 1, "Je n’avais pas d’outil pour parler du sommeil."),
    ),
    sections={
        "recit": (
            "Elle vient pour « les mêmes que d’habitude ». Une femme de plus de quatre-vingts ans, veuve "
            "depuis deux ans, droite sur sa chaise, le sac sur les genoux. Sur l’ordonnance, du zolpidem "
            "chaque soir depuis le décès. Elle est tombée en octobre en allant aux toilettes, un bleu au "
            "poignet, rien de cassé.\n\nJe me lance : la mémoire, les chutes, la durée conseillée. Je parle "
            "bien, je crois. Elle m’écoute poliment puis dit : « Vous n’avez jamais dormi seule dans une "
            "maison de six pièces, vous. » Je rougis. C’est vrai. Je me sens en faute alors que j’ai raison. "
            "Je regarde l’écran, j’allonge le silence, et je renouvelle pour un mois en disant que nous en "
            "reparlerons."
        ),
        "problematisation": (
            "Biomédical : un hypnotique au long cours, une chute, un risque réel. Psychologique : un deuil "
            "dont personne ne parle plus. Social : une maison vide, des soirées longues, des enfants loin. "
            "Le renouvellement n’est pas le problème principal : c’est la seule visite qu’elle reçoit dans "
            "le mois. J’ai cédé par gêne et non par choix, voilà ce que je me reproche."
        ),
        "questions": (
            "Quel sevrage d’un hypnotique proposer après quatre-vingts ans, et avec quel succès ?\n"
            "Que peut-on proposer à la place qui ne soit pas un autre comprimé ?"
        ),
        "recherche": (
            "La HAS (2015) conseille une diminution progressive sur plusieurs semaines, après une "
            "information claire ; une simple lettre ou un conseil bref du médecin suffit à faire arrêter un "
            "patient sur cinq environ (revue systématique, niveau 1). Les thérapies comportementales de "
            "l’insomnie ont un effet durable, y compris chez les personnes âgées, mais elles sont peu "
            "accessibles ici. L’essai EMPOWER montre qu’une brochure remise au patient fait mieux que le "
            "discours du médecin."
        ),
        "synthese": (
            "Revue un mois plus tard, je lui ai remis la brochure et demandé ce qu’elle faisait entre vingt "
            "heures et minuit. Nous avons commencé par un quart de comprimé en moins et par le club de "
            "lecture de la médiathèque. Je ferais autrement : ouvrir le sujet par une question, et dire tout "
            "haut que je ne suis pas à l’aise."
        ),
        "bibliographie": (
            "1. HAS. Arrêt des benzodiazépines et médicaments apparentés. 2015.\n2. Tannenbaum C. et al. "
            "JAMA Intern Med. 2014;174:890-8. Essai randomisé, niveau 1."
        ),
    },
    shift="J’ai cédé par gêne et non par choix, voilà ce que je me reproche.",
)

FEVER = Rsca(
    title="Une fièvre de cinq jours dans un contexte de crainte parentale",
    setting="hospital",
    families=(4, 3),
    mobilised=(
        ("PRU", 2, "J’ai cherché les signes de gravité dans l’ordre, sans me laisser presser."),
        ("APC", 1, "J’ai mis longtemps à demander de quoi les parents avaient peur."),
        ("EPD", 2, "J’ai repris avec eux les signes qui doivent faire revenir."),
    ),
    sections={
        "recit": (
            "Deux heures du matin aux urgences pédiatriques. Un enfant de trois ans, fébrile depuis cinq "
            "jours, troisième passage. Les parents ont préparé une feuille de températures, soulignée en "
            "rouge. Le père dit d’emblée : « Cette fois on ne repart pas sans prise de sang. »\n\nL’enfant "
            "joue avec mon badge. Gorge rouge, tympans clairs, un peu de nez. Je ne trouve rien et cela "
            "m’inquiète plus que de trouver. La salle d’attente est pleine. Je sens monter l’agacement, puis "
            "la peur de passer à côté. Je prescris le bilan en me disant que c’est pour eux. En sortant du "
            "box j’entends la mère pleurer : son neveu est mort d’une méningite l’an dernier. Personne ne "
            "lui avait demandé."
        ),
        "problematisation": (
            "Biomédical : au cinquième jour, quels diagnostics ne pas manquer ? Relationnel : deux adultes "
            "qui ne demandaient pas une prise de sang mais une certitude. Organisation : trois passages, "
            "trois médecins, aucune transmission. J’ai classé la peur des parents comme un obstacle, alors "
            "qu’elle était le motif de consultation."
        ),
        "questions": (
            "Quelle est la démarche devant une fièvre de cinq jours bien tolérée à trois ans ?\n"
            "Comment explorer la représentation des parents en situation d’urgence ?"
        ),
        "recherche": (
            "Les recommandations du NICE (NG143, mises à jour en 2021) proposent un feu tricolore des signes "
            "de gravité et font chercher au cinquième jour une maladie de Kawasaki. La fiche de l’ANSM "
            "rappelle que le traitement vise l’inconfort et non le chiffre. Sur la manière d’explorer la "
            "peur des parents je n’ai trouvé que des études qualitatives, qui vont toutes dans le même sens "
            ": la nommer tôt."
        ),
        "synthese": (
            "Le bilan était normal, l’enfant est rentré. Je demande maintenant, avant d’examiner : « "
            "Qu’est-ce que vous redoutez le plus ? » Cela prend moins d’une minute. Il me reste à savoir "
            "rassurer sans prescrire."
        ),
        "bibliographie": (
            "1. NICE. Fever in under 5s (NG143). 2021. Grade A.\n2. ANSM. Fièvre de l’enfant. 2023."
        ),
    },
)

SICK_LEAVE = Rsca(
    title="Demande d’arrêt de travail dans un conflit d’équipe",
    setting="ambulatory",
    families=(7, 8),
    mobilised=(
        ("PRO", 2, "J’ai cherché ce que la loi permettait avant de répondre."),
        ("CSC", 2, "J’ai appelé le médecin du travail avec l’accord du patient."),
        ("AGC", 1, "Je n’ai vu la dépression qu’à la deuxième consultation."),
    ),
    sections={
        "recit": (
            "Un homme d’une quarantaine d’années, employé dans une petite entreprise, que je vois pour la "
            "première fois. Il veut « quinze jours, le temps que ça se calme ». Il parle de son chef, d’une "
            "réunion humiliante, d’un planning changé la veille. Il ne s’assoit pas.\n\nJe pense d’abord que "
            "ce n’est pas de la médecine. Je cherche une tension, un sommeil, quelque chose à écrire sur le "
            "volet. Il dit : « Si vous ne me croyez pas, je comprends. » Je me rends compte que je cherche "
            "une preuve et non une souffrance. Mon maître de stage est en visite, personne ne décidera pour "
            "moi. Je signe cinq jours et je lui demande de revenir avant la fin."
        ),
        "problematisation": (
            "Le conflit est-il une maladie, ou la cause d’une maladie ? Champ médical : un état anxieux à "
            "évaluer. Champ légal : ce que je certifie et ce que je rapporte. Champ social : un salaire, une "
            "carence, une réputation. Champ relationnel : sa crainte d’être pris pour un tricheur, et la "
            "mienne d’être utilisé. J’ai choisi cinq jours pour revoir le patient vite ; je le referais. "
            "J’ai oublié de chercher des idées suicidaires ; je ne le referais pas."
        ),
        "questions": (
            "Que peut écrire un médecin qui n’a pas constaté les faits ?\n"
            "Quand et comment joindre le médecin du travail ?\n"
            "L’arrêt améliore-t-il la situation, ou l’aggrave-t-il ?"
        ),
        "recherche": (
            "Le code de déontologie interdit d’attribuer à autrui des faits non constatés : on écrit « le "
            "patient dit ». La recommandation de la HAS sur le syndrome d’épuisement professionnel (2017, "
            "faible niveau de preuve) conseille un contact précoce avec le médecin du travail et une visite "
            "de préreprise. Les données sur la durée idéale de l’arrêt sont pauvres."
        ),
        "synthese": (
            "Revu au quatrième jour, il dormait mieux et acceptait l’appel au médecin du travail. Ma "
            "question n’est plus « dois-je le croire ? » mais « de quoi a-t-il besoin pour aller travailler "
            "ou pour ne pas y aller ? ». Je note désormais entre guillemets ce qui m’est rapporté."
        ),
        "bibliographie": (
            "1. HAS. Repérage et prise en charge du syndrome d’épuisement professionnel. 2017.\n2. Code de "
            "la santé publique, articles R. 4127-28 et R. 4127-76."
        ),
    },
    shift="Je me rends compte que je cherche une preuve et non une souffrance.",
)

REFUSAL = Rsca(
    title="Refus de soins chez un patient diabétique précaire",
    setting="ambulatory",
    families=(10, 1, 9),
    mobilised=(
        ("AGC", 2, "J’ai fait passer le logement avant l’hémoglobine glyquée."),
        ("CSC", 2, "J’ai construit un suivi avec l’infirmière et l’assistante sociale."),
        ("APC", 2, "Nous avons choisi ensemble un seul objectif."),
    ),
    sections={
        "recit": (
            "Il a la cinquantaine, un diabète de dix ans, une hémoglobine glyquée à onze. Il vit dans une "
            "caravane prêtée. Il vient pour un certificat et pose sur le bureau un sac de boîtes de "
            "metformine pleines. « Reprenez-les, ça me détraque et j’ai pas de toilettes. »\n\nJe n’avais "
            "pas pensé à cela. J’avais préparé un discours sur les reins et les yeux. Je propose l’insuline "
            ": il rit, il n’a pas de réfrigérateur. Chacune de mes propositions suppose une maison. J’ai "
            "honte de mon ordonnance type. Il me dit en partant : « Vous au moins vous vous fâchez pas. » Je "
            "n’étais pas loin de le faire."
        ),
        "problematisation": (
            "Ce que j’appelais refus était une impossibilité. Biomédical : un diabète déséquilibré et un "
            "traitement qui donne la diarrhée. Social : pas d’eau, pas de froid, pas d’adresse stable. "
            "Relationnel : des années de reproches. Éthique : jusqu’où adapter ce qui est recommandé ? Par "
            "ordre d’importance je mets le logement, puis le lien, puis le traitement. J’avais l’ordre "
            "inverse."
        ),
        "questions": (
            "Quelles alternatives à la metformine quand elle est mal tolérée et que le froid manque ?\n"
            "Quels droits ouvrir, et avec qui ?\n"
            "Quel objectif glycémique est raisonnable dans la précarité ?"
        ),
        "recherche": (
            "La prise de position de la SFD (2023) autorise un objectif individualisé, moins strict quand "
            "les conditions de vie l’imposent (accord d’experts). La forme à libération prolongée de la "
            "metformine diminue les troubles digestifs (niveau 2). La permanence d’accès aux soins de santé "
            "reçoit sans rendez-vous ; j’ai appelé et obtenu une date en dix minutes. Sur le diabète sans "
            "logement stable, je n’ai trouvé aucun essai, seulement des guides d’associations."
        ),
        "synthese": (
            "Nous nous voyons toutes les trois semaines, le jeudi, sans bilan exigé. Il a repris un comprimé "
            "par jour. Son chiffre n’est pas bon, il revient. Je mesurais l’observance ; je mesure "
            "maintenant ce que je demande. Il me reste à connaître les travailleurs sociaux de mon secteur."
        ),
        "bibliographie": (
            "1. Société francophone du diabète. Prise de position 2023. Accord d’experts.\n2. Bonnet F, "
            "Scheen A. Diabetes Obes Metab. 2017;19:473-81. Niveau 2."
        ),
    },
    shift="Ce que j’appelais refus était une impossibilité.",
)

INTERPRETER = Rsca(
    title="Consultation avec interprète, douleurs diffuses",
    setting="ambulatory",
    families=(11, 9),
    mobilised=(
        ("APC", 2, "J’ai parlé à la patiente et non à l’interprète."),
        ("AGC", 2, "J’ai tenu ensemble la douleur, l’exil et la carence."),
        ("PRO", 1, "J’ai découvert mes propres idées reçues."),
    ),
    sections={
        "recit": (
            "Une femme d’une trentaine d’années, arrivée en France il y a dix-huit mois, a « mal partout ». "
            "Les deux premières fois, son fils de neuf ans traduisait. Aujourd’hui, pour la première fois, "
            "un interprète au téléphone, le haut-parleur posé entre nous.\n\nJe m’adresse à l’appareil : « "
            "Est-ce qu’elle dort ? » Elle regarde le plafond. L’interprète me coupe doucement : « Vous "
            "pouvez lui parler à elle. » Je recommence, les yeux dans les siens, et tout change de vitesse. "
            "Elle raconte la nuit, les jambes lourdes, puis un mot que l’interprète hésite à traduire, puis "
            "traduit. Je comprends ce que le petit garçon avait traduit par « fatiguée ». Je pose mon stylo."
        ),
        "problematisation": (
            "Pendant deux consultations j’ai fait porter à un enfant un récit de violences. C’est le premier "
            "problème, éthique. Le second est diagnostique : j’avais rangé ses douleurs dans une case venue "
            "des couloirs, qui dispense d’examiner. Le troisième est relationnel : parler à travers "
            "quelqu’un s’apprend. Le quatrième est administratif : je croyais l’interprétariat payant et "
            "long à obtenir."
        ),
        "questions": (
            "Comment conduire une consultation à trois ?\n"
            "Que chercher devant des douleurs diffuses chez une femme migrante ?\n"
            "Comment accueillir un récit de violences sans aggraver ?"
        ),
        "recherche": (
            "Le référentiel de la HAS sur l’interprétariat (2017) recommande un professionnel, une phrase à "
            "la fois, le regard vers le patient, et jamais un enfant. La carence en vitamine D et l’anémie "
            "sont fréquentes et traitables ; les traumatismes psychiques aussi (cohorte française, niveau "
            "3). Le guide du Comède donne les questions et les relais."
        ),
        "synthese": (
            "Le dosage a montré une carence profonde, que nous avons traitée, et elle a accepté une "
            "consultation avec une psychologue. Je réserve maintenant l’interprète en même temps que le "
            "rendez-vous. Le soulagement n’est pas venu de la vitamine seule."
        ),
        "bibliographie": (
            "1. HAS. Interprétariat linguistique dans le domaine de la santé. 2017.\n2. Comede. Guide pour "
            "les professionnels. 2023."
        ),
    },
)

FULL_RSCA = (END_OF_LIFE, HYPNOTIC, FEVER, SICK_LEAVE, REFUSAL, INTERPRETER)
