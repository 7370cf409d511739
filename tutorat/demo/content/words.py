"""What tutors, interns, supervisors and the secretariat wrote, in short."""

SHARED_NOTES = (
    "Récit lu en séance, écouté avec attention. Tu oses dire « je » : c’est nouveau et cela change tout. "
    "À creuser : ce que tu aurais fait avec dix minutes de plus.",
    "Semestre dense, bien traversé. Les consultations longues te plaisent, les courtes t’inquiètent encore. "
    "Nous en avons parlé : choisis-en deux par semaine et note ce qui te presse.",
    "RSCA en cours, bon choix de situation. La recherche est à élargir : deux sources de plus, datées.",
    "Très bonne écoute des autres. Tu as relancé la discussion sur le refus de soins avec tact.",
    "Point sur la thèse : une idée, pas encore de direction. Deux noms à appeler.",
    "La supervision directe t’intimide moins. Demande-la pour un geste et pour une annonce.",
    "Nous avons repris l’évaluation de stage : d’accord avec elle sur le suivi, moins sur les urgences.",
    "Projet d’exercice à plusieurs, encore ouvert sur le lieu. Le stage suivant aidera à choisir.",
    "Belle progression depuis le printemps : tu analyses avant de conclure.",
    "Le portfolio avance par à-coups. Un petit écrit par mois vaudrait mieux qu’un gros en fin de semestre.",
)
PRIVATE_NOTES = (
    "Rythme de gardes lourd, dit que « ça va ». Reprendre en tête à tête avant la fin du mois.",
    "Peu de mots en groupe ce jour-là. Proposer un entretien sans insister.",
    "A besoin d’encouragements plus que de conseils. Penser à le dire.",
    "Relation difficile avec son encadrement de stage. A préféré ne pas en parler devant les autres.",
)
GROUP_NOTES = (
    "Groupe soudé, ils se relancent entre eux. Discussion vive sur la place de la famille.",
    "Tour de table des stages puis deux récits lus. Dynamique encore hésitante, bonne volonté partout.",
    "Séance vivante. Le temps de parole a été tenu, sauf pour le dernier récit.",
    "Beaucoup de fatigue de gardes. Nous avons raccourci le programme et gardé les récits.",
    "Bon équilibre. Chacun repart avec un objectif daté.",
    "Première vraie controverse, sur le certificat de complaisance. À reprendre la prochaine fois.",
)
OBJECTIVES = (
    "Écrire un RSCA complet, recherche comprise",
    "Demander une supervision directe sur une annonce",
    "Rencontrer deux directeurs de thèse possibles",
    "Reprendre la recherche du RSCA : deux sources de bon niveau",
    "Noter cinq situations brèves dans le journal de bord",
    "Appeler le médecin du travail d’un patient, avec son accord",
    "Préparer une fiche d’information pour les patients",
    "Lire un article par mois et en garder une phrase",
    "Participer à un groupe d’échange de pratiques",
    "Écrire une page sur son projet professionnel",
)
CONTACTS = {
    "mail": (
        ("intern", "Service dense, mais je vois enfin des enfants bien portants. Je pense à une thèse."),
        ("intern", "Envoi du brouillon de RSCA pour un premier avis."),
        ("tutor", "Conseil de lecture avant la séance, et un mot d’encouragement."),
        ("intern", "Question sur le choix du prochain stage."),
    ),
    "phone": (
        ("tutor", "Appel après l’absence en séance : garde imprévue, tout va bien. Récit promis."),
        ("intern", "Doute sur une conduite en stage. Repris ensemble, à écrire."),
        ("intern", "Point rapide sur la fiche de thèse."),
    ),
    "video": (
        ("intern", "Idée de thèse, choix du prochain stage."),
        ("tutor", "Relecture commune de la grille du RSCA."),
    ),
    "other": (("tutor", "Croisé au congrès régional : bonne nouvelle d’un article accepté."),),
}
INTERVIEW_SUMMARIES = (
    "Situation de stage difficile, dite calmement. Accord pour en parler à la coordination. Revoir dans un "
    "mois.",
    "Manque de temps en séance : nous avons repris le récit en entier. Utile à tous les deux.",
    "Doute sur l’exercice libéral. Deux rencontres proposées, dont une en centre de santé.",
)
INTERVIEW_REQUESTS = (
    "Je préférerais en parler en tête à tête, si vous avez une demi-heure.",
    "Je n’ai pas eu le temps d’aborder mon projet de thèse l’autre jour.",
)
READING_WORDS = {
    "validated": (
        "Récit juste et tenu. La synthèse revient vraiment à la situation : c’est validé.",
        "On entend votre doute, et ce qu’il vous a appris. Validé, avec plaisir.",
        "La recherche est solide et critiquée. Gardez cette exigence pour le prochain.",
    ),
    "rework": (
        "Le récit est juste. Il manque deux sources solides et ce que vous feriez autrement.",
        "Bonne situation. La problématisation reste biomédicale : où sont les autres champs ?",
        "J’aimerais vous entendre davantage : qu’avez-vous ressenti à ce moment ?",
    ),
    "refused": (
        "Le texte décrit un cas plus qu’une situation vécue. Repartons d’une autre scène, nous en parlerons.",
    ),
}
ANNOTATIONS = (
    ("question", "", "Qu’est-ce qui vous a fait changer d’avis à ce moment précis ?"),
    ("remark", "", "Belle phrase. Elle dit le problème mieux que la suite."),
    ("evidence", "APC", "On voit ici l’écoute devenir une décision partagée."),
    ("remark", "", "Datez cette source et dites ce qu’elle vaut."),
    ("evidence", "PRO", "Reconnaître sa limite par écrit : c’est un pas professionnel."),
)
REPLIES = ("Oui, je m’en suis rendu compte en l’écrivant.", "Je complète dans la prochaine version.")
ASSESSMENT_COMMENTS = (
    "Constant sur deux stages.",
    "Net progrès, confirmé par le dernier récit.",
    "À consolider hors de l’hôpital.",
    "",
    "",
    "",
)
PLACEMENT_COMMENTS = (
    "Attention constante aux patients comme à l’équipe. De l’aisance dans le suivi, moins dans l’urgence.",
    "Autonomie réelle en fin de semestre. Les dossiers sont clairs et tenus à jour.",
    "Beaucoup de sérieux. Gagnerait à demander de l’aide plus tôt.",
    "Excellent contact. Le raisonnement s’affermit de semaine en semaine.",
    "Semestre solide. Les visites à domicile ont été un vrai terrain d’apprentissage.",
)
PLACEMENT_NEXT_STEPS = (
    "Prendre sans aide la première décision devant une situation aiguë, puis en rendre compte.",
    "Construire un plan de soins partagé avec l’infirmière.",
    "Travailler l’annonce, avec une observation directe.",
    "Oser conclure une consultation par un accord explicite.",
)
PROJECTS = (
    "Exercer à plusieurs, plutôt au sud de la Loire, avec une demi-journée de PMI.",
    "Remplacer deux ans, puis m’installer près de Vendôme. La maîtrise de stage m’attire.",
    "Un temps en centre de santé, un temps en addictologie. Je n’ai pas encore choisi la ville.",
    "Médecine générale rurale, visites comprises. J’aimerais garder un lien avec l’hôpital local.",
    "Je ne sais pas encore. Je voudrais voir un cabinet où l’on enseigne.",
)
THESIS_SUBJECTS = (
    "Les consultations de deux ans : ce qu’en attendent les parents",
    "L’ordonnance différée d’antibiotiques en Indre-et-Loire",
    "Vécu des aidants lors d’une fin de vie à domicile",
    "Dépistage de l’insuffisance rénale chez le patient hypertendu",
    "Recours à l’interprétariat professionnel en cabinet",
    "Arrêts de travail et médecin du travail : qui appelle qui ?",
)
EXCUSES = ("Garde de nuit", "Congé posé de longue date", "Formation obligatoire du stage", "Maladie")
MEETING_AGENDA = (
    "1. Retour sur les séances du printemps : ce qui a bien pris, ce qui a manqué de temps.\n"
    "2. Programme de la séance n° 3 : que demander du portfolio ?\n"
    "3. Lecture commune d’un RSCA avec la grille.\n"
    "4. Salles et dates de la campagne."
)
MEETING_MINUTES = (
    "Neuf présents. Les séances ont été tenues dans 17 groupes sur 18 ; le groupe manquant se verra en "
    "entretien. Trois tuteurs signalent que vingt minutes de parole sont courtes quand un récit est lu en "
    "entier : chacun demandera l’envoi du texte une semaine avant.\n\nLe programme de la séance n° 3 est "
    "gardé : portfolio, compétences, stage, avis écrit. Deux points facultatifs sont laissés au choix du "
    "tuteur.\n\nLa lecture commune montre des écarts sur le critère « recherche ». Décision : exiger deux "
    "sources datées, quel que soit leur niveau, et l’écrire dans le mot à l’auteur.\n\nProchaine rencontre "
    "au printemps. Le secrétariat envoie les dates."
)
SEMINARS = (
    "Gestes techniques en cabinet",
    "Addictions : entretien motivationnel",
    "Santé de l’enfant : le suivi des deux premières années",
    "Raisonnement et décision en premier recours",
    "Soins palliatifs à domicile",
)
