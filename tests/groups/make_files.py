"""Writes the sample files: thirty invented interns in every format an office may hold (domain C.1, C.10).

python -m tests.groups.make_files
"""

import csv
import io
import re
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).parent / "files"
FIRST_NAMES = re.findall(
    r"\w+",
    """Agathe Baptiste Camille Clément Diane Élodie Étienne Fanny Gaspard Inès Jade Julien Kevin Léa Louise
    Maëva Marc Nadia Noémie Olivier Paul Quentin Rania Sacha Salomé Théo Valentine Yanis Zoé Wassim""",
)
LAST_NAMES = re.findall(
    r"\w+",
    """Alvès Baron Bonnefoy Carpentier Chauvel Costa Delmas Diallo Ferrand Gaudry Hamel Jouve Kerbrat Lacombe
    Lemoine Maillard Nguyen Ollier Peyron Quéré Rossi Sylla Tessier Urien Vasseur Weber Xavier Zanetti
    Alvès Baron""",
)
PLAIN = str.maketrans("éèêëàâïîôûçÉÈ", "eeeeaaiioucEE")
MEN = {"Baptiste", "Clément", "Étienne", "Gaspard", "Julien", "Kevin", "Marc", "Olivier", "Paul", "Quentin"}
MEN |= {"Théo", "Yanis", "Wassim"}


def interns() -> list[dict[str, str]]:
    found = []
    for rank, (first, last) in enumerate(zip(FIRST_NAMES, LAST_NAMES, strict=True), start=1):
        login = f"{first[0]}{last}{rank}".translate(PLAIN).lower()
        found.append(
            {
                "number": f"226{rank:05d}",
                "first": first,
                "last": last,
                "email": f"{first}.{last}{rank}@etu.example".translate(PLAIN).lower(),
                "eppn": f"{login}@tutorat.example",
                "ine": f"999{rank:06d}AA" if rank % 2 else f"999{rank:07d}A",
                "gender": "M" if first in MEN else "F",
            }
        )
    return found


def as_csv(
    headings: list[str], rows: list[list[str]], separator: str, quoting: int = csv.QUOTE_MINIMAL
) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\r\n")
    writer.writerows([headings, *rows])
    return text.getvalue()


def gip_recia() -> bytes:
    headings = ["eppn", "nomFamilleEtudiant", "prenomEtudiant", "courrielEtudiant", "matriculeEtudiant"]
    rows = [
        [each["eppn"], each["last"], each["first"], each["email"], each["number"], "MGDES1@TMDES1"]
        for each in interns()
    ]
    return as_csv([*headings, "codesEtape"], rows, ",", csv.QUOTE_ALL).encode()


def apogee() -> bytes:
    headings = ["COD_ETU", "COD_NNE_IND", "COD_CLE_NNE_IND", "LIB_NOM_PAT_IND", "LIB_PR1_IND", "COD_SEX_ETU"]
    rows = [
        [
            each["number"],
            each["ine"][:10],
            each["ine"][10:],
            each["last"].upper(),
            each["first"].upper(),
            each["gender"],
            f"{rank:02d}/03/2001",
            "MGDES1",
            "2026",
            each["email"],
        ]
        for rank, each in enumerate(interns(), start=1)
    ]
    return as_csv([*headings, "DATE_NAI_IND", "COD_ETP", "COD_ANU", "ADR_MAIL"], rows, ";").encode("cp1252")


def pegase() -> bytes:
    headings = [
        "Code apprenant",
        "Nom de famille",
        "Nom d'usage",
        "Prénom",
        "INE confirmé",
        "Mail institutionnel",
    ]
    rows = [
        [each["number"], each["last"], "", each["first"], each["ine"], each["email"]] for each in interns()
    ]
    return as_csv(headings, rows, ";").encode("utf-8-sig")


def template() -> bytes:
    headings = ["Numéro étudiant", "Nom", "Prénom", "Adresse électronique", "INE", "Téléphone", "Genre"]
    rows = [
        [
            each["number"],
            each["last"],
            each["first"],
            each["email"],
            each["ine"],
            f"06 39 98 00 {rank:02d}",
            each["gender"],
        ]
        for rank, each in enumerate(interns(), start=1)
    ]
    return as_csv(headings, rows, ";").encode("utf-8-sig")


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(["N° étudiant", "Nom", "Prénom", "E-mail", "Remarque"])
    for each in interns():
        sheet.append([int(each["number"]), each["last"], each["first"], each["email"], ""])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


TUTORS = """Titre;Nom;Prénom;Adresse électronique;Statut;Disponibilité;Bureau;Tutorat depuis;RPPS;Commune;\
Département;Route (minutes);Groupes au plus
Dr;Marchand;Élise;elise.marchand@tutorat.example;CCU;Actif;oui;2022;99900000011;Tours;37;10;
Dr;Casteix;Bruno;bruno.casteix@tutorat.example;MCA;Actif;oui;2021;99900000029;Saint-Avertin;37;15;
Dr;Vauzelle;Henri;henri.vauzelle@tutorat.example;MSU;En retrait;non;2018;99900000037;Amboise;37;30;
Dr;Pitaud;Laurent;laurent.pitaud@tutorat.example;MSU;Actif;non;2022;99900000045;Vendôme;41;55;
Dr;Orvault;Pascal;pascal.orvault@tutorat.example;MSU;Charge réduite;non;2021;99900000078;Montargis;45;115;1
"""
SUPERVISORS = """Titre;Nom;Prénom;Adresse électronique;Nature;Cabinet ou service;Commune;Département
Dr;Belhadj;Karim;karim.belhadj@tutorat.example;MSU;Maison de santé du Val de Creuse;Loches;37
Dr;Trémolat;Odile;odile.tremolat@tutorat.example;MSU;Cabinet des Lys;Chinon;37
Pr;Sicard;Anne-Laure;anne-laure.sicard@tutorat.example;Chef de service;Médecine polyvalente;Blois;41
"""


def files() -> dict[str, bytes]:
    return {
        "internes_modele.csv": template(),
        "internes_gip_recia.csv": gip_recia(),
        "internes_apogee.csv": apogee(),
        "internes_pegase.csv": pegase(),
        "internes.xlsx": workbook(),
        "tuteurs.csv": TUTORS.replace("\n", "\r\n").encode("utf-8-sig"),
        "maitres_de_stage.csv": SUPERVISORS.replace("\n", "\r\n").encode("cp1252"),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
