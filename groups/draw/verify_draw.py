"""Vérifie qu’un tirage de Tutorat découle de son document scellé et de sa graine.

    python verify_draw.py procès-verbal.json [--seal SCEAU]

Une seule ligne dit si le résultat tient. Python 3.10 ou plus, sans rien d’autre. `--seal` : le sceau
publié avant que la graine n’existe, à comparer.

Written from the specification (docs/draw.md), not from the program that draws.
"""

import hashlib
import json
import re
import sys
from math import comb, perm
from pathlib import Path

HEX = re.compile(r"[0-9a-f]{64}")
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
RULES = ("sizes", "places", "apart", "together", "balance", "spread", "links", "choice")
CONFIDENTIAL = ("apart", "links")
SHAPE = "Le fichier n’a pas la forme d’un procès-verbal."


class Wrong(Exception):
    """The minutes do not hold; the message is a French sentence."""


def need(condition, sentence):
    if not condition:
        raise Wrong(sentence)


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def keys(value, *names):
    need(
        isinstance(value, dict) and set(value) == set(names),
        "Le fichier n’a pas la forme d’un procès-verbal.",
    )


class Chance:
    """SHA-256 in counter mode, whole bytes at a time."""

    def __init__(self, seal, seed):
        self.key = hashlib.sha256(bytes.fromhex(seal) + bytes.fromhex(seed)).digest()
        self.counter = 0
        self.block = b""

    def below(self, limit):
        bits = (limit - 1).bit_length()
        count = (bits + 7) // 8
        while True:
            while len(self.block) < count:
                self.block += hashlib.sha256(self.key + self.counter.to_bytes(8, "big")).digest()
                self.counter += 1
            taken, self.block = self.block[:count], self.block[count:]
            value = int.from_bytes(taken, "big") % (1 << bits)
            if value < limit:
                return value

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]


def group_sizes(count, rules):
    low, target, high = rules["minimum"], rules["target"], rules["maximum"]
    need(1 <= low <= target <= high and count > 0, "Les tailles de groupe ne sont pas cohérentes.")
    fewest = -(-count // high)
    best = None
    for number in range(fewest, count // low + 1):
        distance = abs(count - target * number)
        if best is None or distance * best[1] <= best[0] * number:
            best = (distance, number)
    number = best[1] if best else fewest
    return [count // number + (g < count % number) for g in range(number)]


class Draw:
    """A sealed document, and what is known of its confidential requests."""

    def __init__(self, document, openings):
        self.rules = document["rules"]
        self.people = document["people"]
        self.tutors = document["tutors"]
        self.start = document["start"]
        self.ids = [person["id"] for person in self.people]
        for listed in (self.ids, [tutor["id"] for tutor in self.tutors]):
            need(
                listed == sorted(set(listed)) and all(IDENTIFIER.fullmatch(each) for each in listed),
                "Les identifiants ne sont pas rangés, ou l’un d’eux y est deux fois.",
            )
        self.by_id = {person["id"]: person for person in self.people}
        self.sizes = group_sizes(len(self.ids), self.rules)
        self.known = openings is not None or not document["commitments"]
        self.secrets = self.opened(document["commitments"], openings or [])
        self.apart = [(each["first"], each["second"]) for each in self.secrets if each["kind"] == "apart"]
        self.links = {(each["first"], each["second"]) for each in self.secrets if each["kind"] == "link"}
        self.together = document["together"]
        self.block_of = self.blocks() if self.hard("together") else {}
        self.place_seats()
        self.shares = {sex: self.bounds(sex) for sex in ("F", "M")}
        self.weigh()

    def hard(self, rule):
        return rule in ("sizes", "places") or self.rules[rule] == "hard"

    def opened(self, commitments, openings):
        if openings:
            found = [sha256(canonical(each)) for each in openings]
            need(
                found == commitments,
                "Une demande confidentielle n’est pas celle qui a été scellée.",
            )
        return openings

    def blocks(self):
        block_of: dict = {}
        for first, second in self.together:
            block = block_of.get(first, {first}) | block_of.get(second, {second})
            for each in block:
                block_of[each] = block
        return block_of

    def place_seats(self):
        """`seats`: the tutor of each place that may be kept; the first `mandatory` are."""
        count = len(self.sizes)
        offered = [
            (tutor["held"] + place, tutor["id"]) for tutor in self.tutors for place in range(tutor["places"])
        ]
        need(len(offered) >= count, "Les tuteurs ne prennent pas assez de groupes.")
        self.mandatory = 0
        if self.rules["tutors"] == "drawn":
            offered.sort()
            last = offered[count - 1][0]
            offered = [each for each in offered if each[0] <= last]
            self.mandatory = sum(load < last for load, _ in offered)
        self.seats = [tutor for _, tutor in offered]

    def bounds(self, sex):
        many = sum(person["sex"] == sex for person in self.people)
        total = len(self.people)
        return [(size * many // total, (size * many + total - 1) // total) for size in self.sizes]

    def weigh(self):
        """How many arrangements there are for each way to share the women out, but for a constant factor."""
        hard = self.hard("balance")
        self.women = {each["id"] for each in self.people if hard and each["sex"] == "F"}
        self.low_high = self.shares["F"] if hard else [(0, 0) for _ in self.sizes]
        larger = self.sizes.count(self.sizes[0])
        self.classes = [(self.sizes[0], larger, *self.low_high[0])]
        if larger < len(self.sizes):
            self.classes.append((self.sizes[-1], len(self.sizes) - larger, *self.low_high[-1]))
        excess = len(self.women) - sum(low for low, _ in self.low_high)
        self.ways = []
        for first in range(excess + 1):
            highs = [first, excess - first][: len(self.classes)]
            if sum(highs) < excess:
                continue
            weight = 1
            for (size, count, low, high), many in zip(self.classes, highs, strict=True):
                weight *= comb(count, many) if high > low or many == 0 else 0
                if weight:
                    weight *= comb(size, high) ** many * comb(size, low) ** (count - many)
            self.ways.append((weight, highs))

    def shuffle(self, chance):
        """One arrangement {g: members}, with the seat of each g; None when it has to begin again."""
        optional = list(range(self.mandatory, len(self.seats)))
        chance.shuffle(optional)
        seats = (list(range(self.mandatory)) + optional)[: len(self.sizes)]
        chance.shuffle(seats)
        highs = self.draw_way(chance.below(sum(weight for weight, _ in self.ways)))
        women = []
        for (_, count, low, high), many in zip(self.classes, highs, strict=True):
            share = [high] * many + [low] * (count - many)
            chance.shuffle(share)
            women += share
        others = [size - share for size, share in zip(self.sizes, women, strict=True)]
        groups: list = [[] for _ in self.sizes]
        for first in sorted(set(map(min, self.block_of.values()))):
            if not self.seat(sorted(self.block_of[first]), women, others, groups, chance):
                return None
        for of_women, free in ((True, women), (False, others)):
            people = [
                each for each in self.ids if (each in self.women) == of_women and each not in self.block_of
            ]
            chance.shuffle(people)
            for group, count in zip(groups, free, strict=True):
                group += people[:count]
                del people[:count]
        return groups, seats

    def draw_way(self, rank):
        for weight, highs in self.ways:
            rank -= weight
            if rank < 0:
                return highs
        raise Wrong("Les femmes et les hommes ne se répartissent pas également.")

    def seat(self, block, women, others, groups, chance):
        w = sum(each in self.women for each in block)
        o = len(block) - w
        places = sum(
            max(perm(share, w) * perm(size - share, o) for share in bounds)
            for size, bounds in zip(self.sizes, self.low_high, strict=True)
        )
        rank = chance.below(places) if places else 0
        for g, group in enumerate(groups):
            rank -= perm(women[g], w) * perm(others[g], o)
            if rank < 0:
                group += block
                women[g] -= w
                others[g] -= o
                return True
        return False

    def balanced(self, g, members):
        for sex, bounds in self.shares.items():
            low, high = bounds[g]
            if not low <= sum(self.by_id[each]["sex"] == sex for each in members) <= high:
                return False
        return True

    def spread(self, members):
        known = {self.by_id[each]["department"] for each in members} - {""}
        return len(known) >= min(self.rules["departments"], len(members))

    def fits_publicly(self, g, members, tutor):
        if self.hard("balance") and not self.balanced(g, members):
            return False
        if self.hard("spread") and not self.spread(members):
            return False
        if any(not self.block_of[each] <= set(members) for each in members if each in self.block_of):
            return False
        wishes = [self.by_id[each]["wanted"] for each in members]
        return not self.hard("choice") or all(wish in ("", tutor) for wish in wishes)

    def fits_confidentially(self, members, tutor):
        if self.hard("apart") and any(a in members and b in members for a, b in self.apart):
            return False
        return not self.hard("links") or not any((each, tutor) in self.links for each in members)

    def all_fit(self, fits, groups, seats):
        return all(
            fits(g, members, self.seats[seat])
            for g, (members, seat) in enumerate(zip(groups, seats, strict=True))
        )

    def public(self, groups, seats):
        return self.all_fit(self.fits_publicly, groups, seats)

    def confidential(self, groups, seats):
        return self.all_fit(lambda _, members, tutor: self.fits_confidentially(members, tutor), groups, seats)

    def satisfied(self, groups, seats):
        tutors = [self.seats[seat] for seat in seats]
        group_of = {each: g for g, members in enumerate(groups) for each in members}
        wishes = [each for each in self.people if each["wanted"]]
        total = len(groups)
        low, high = self.rules["minimum"], self.rules["maximum"]
        done = {
            "sizes": (sum(low <= len(each) <= high for each in groups), total),
            "places": (total, total),
            "apart": (sum(group_of[a] != group_of[b] for a, b in self.apart), len(self.apart)),
            "together": (sum(group_of[a] == group_of[b] for a, b in self.together), len(self.together)),
            "balance": (sum(self.balanced(g, each) for g, each in enumerate(groups)), total),
            "spread": (sum(self.spread(each) for each in groups), total),
            "links": (
                sum(
                    all((each, tutor) not in self.links for each in members)
                    for members, tutor in zip(groups, tutors, strict=True)
                ),
                total,
            ),
            "choice": (sum(each["wanted"] == tutors[group_of[each["id"]]] for each in wishes), len(wishes)),
        }
        return [
            {"rule": rule, "done": done[rule][0], "of": done[rule][1]}
            for rule in RULES
            if rule in ("sizes", "places") or self.rules[rule] != "off"
        ]

    def violations(self, satisfied):
        return sum(each["of"] - each["done"] for each in satisfied if not self.hard(each["rule"]))

    def written(self, groups, seats):
        return [
            {"number": g + 1, "tutor": self.seats[seat], "interns": sorted(members)}
            for g, (members, seat) in enumerate(zip(groups, seats, strict=True))
        ]

    def read(self, written):
        """The arrangement that a list of groups describes."""
        free: dict = {}
        for seat, tutor in enumerate(self.seats):
            free.setdefault(tutor, []).append(seat)
        groups = [list(each["interns"]) for each in written]
        need(
            [each["number"] for each in written] == list(range(1, len(self.sizes) + 1))
            and [len(each) for each in groups] == self.sizes
            and sorted(each for members in groups for each in members) == self.ids
            and all(free.get(each["tutor"]) for each in written),
            "Des groupes ne correspondent pas à la liste et aux tuteurs.",
        )
        seats = []
        for each in written:
            need(free[each["tutor"]], "Un tuteur a plus de groupes qu’il n’en prend.")
            seats.append(free[each["tutor"]].pop(0))
        need(
            set(range(self.mandatory)) <= set(seats),
            "Un tuteur qui a moins de groupes que les autres est oublié.",
        )
        return groups, seats

    def chain(self, chance, count):
        """`count` states of the Markov chain, from the sealed start."""
        groups, seats = self.read(self.start)
        need(
            self.public(groups, seats) and self.confidential(groups, seats),
            "La répartition de départ ne respecte pas les contraintes.",
        )
        spare = [seat for seat in range(len(self.seats)) if seat not in seats]
        states = []
        for _ in range(count):
            for _ in range(self.rules["steps"]):
                self.step(groups, seats, spare, chance)
            states.append(([list(each) for each in groups], list(seats)))
        return states

    def step(self, groups, seats, spare, chance):
        total = len(groups)
        g = chance.below(total)
        h = chance.below(total)
        if g == h:
            if spare and seats[g] >= self.mandatory:
                other = chance.below(len(spare))
                if self.fits(g, groups[g], spare[other]):
                    seats[g], spare[other] = spare[other], seats[g]
            return
        pool = groups[g] + groups[h]
        chance.shuffle(pool)
        cut = len(groups[g])
        proposed = [seats[g], seats[h]]
        if chance.below(2) == 1:
            proposed.reverse()
        if self.fits(g, pool[:cut], proposed[0]) and self.fits(h, pool[cut:], proposed[1]):
            groups[g], groups[h] = pool[:cut], pool[cut:]
            seats[g], seats[h] = proposed

    def fits(self, g, members, seat):
        tutor = self.seats[seat]
        return self.fits_publicly(g, members, tutor) and self.fits_confidentially(members, tutor)

    def replay(self, chance):
        """The result, computed again with every confidential request known."""
        found: list = []
        method = "rejection"
        while len(found) < self.rules["candidates"] and method == "rejection":
            hidden: list = []
            for attempt in range(1, self.rules["tries"] + 1):
                drawn = self.shuffle(chance)
                if drawn and self.public(*drawn):
                    if self.confidential(*drawn):
                        found.append((drawn, attempt, hidden))
                        break
                    hidden.append(attempt)
            else:
                method = "markov"
        if method == "markov":
            missing = self.rules["candidates"] - len(found)
            found += [(state, 0, []) for state in self.chain(chance, missing)]
        return self.result(method, found)

    def result(self, method, found):
        scored = [self.satisfied(*arrangement) for arrangement, _, _ in found]
        violations = [self.violations(each) for each in scored]
        chosen = violations.index(min(violations))
        return {
            "method": method,
            "candidates": [
                {"attempts": attempts, "hidden": hidden, "violations": many}
                for (_, attempts, hidden), many in zip(found, violations, strict=True)
            ],
            "chosen": chosen,
            "groups": self.written(*found[chosen][0]),
            "satisfied": scored[chosen],
        }

    def check_publicly(self, chance, result):
        """All that can be checked without the confidential requests."""
        candidates = result["candidates"]
        need(
            len(candidates) == self.rules["candidates"], "Le nombre de candidats n’est pas celui du document."
        )
        violations = [each["violations"] for each in candidates]
        need(
            result["chosen"] == violations.index(min(violations)), "Le candidat retenu n’est pas le meilleur."
        )
        final = self.read(result["groups"])
        need(self.public(*final), "Un groupe ne respecte pas une contrainte publique.")
        stated = {each["rule"]: each for each in result["satisfied"]}
        for each in self.satisfied(*final):
            claimed = stated.pop(each["rule"], None)
            if each["rule"] in CONFIDENTIAL:
                complete = claimed and 0 <= claimed["done"] <= claimed["of"]
                need(
                    complete and (claimed["done"] == claimed["of"] or not self.hard(each["rule"])),
                    "Le décompte des contraintes est faux.",
                )
            else:
                need(claimed == each, "Le décompte des contraintes est faux.")
        need(not stated, "Le décompte des contraintes est faux.")
        need(
            self.violations(result["satisfied"]) == violations[result["chosen"]],
            "Le décompte des préférences est faux.",
        )
        if result["method"] == "rejection":
            for rank, candidate in enumerate(candidates):
                drawn = self.follow(chance, candidate)
                if rank == result["chosen"]:
                    need(
                        self.written(*drawn) == result["groups"],
                        "Les groupes ne sont pas ceux que donne la graine.",
                    )
            return
        need(result["method"] == "markov", "La méthode du tirage est inconnue.")
        need(self.public(*self.read(self.start)), "La répartition de départ ne respecte pas les contraintes.")

    def follow(self, chance, candidate):
        """The shuffle a candidate says it is; those before it are refused, openly or confidentially."""
        hidden = set(candidate["hidden"])
        need(
            not hidden or any(self.hard(rule) for rule in CONFIDENTIAL),
            "Un mélange est écarté sans aucune règle.",
        )
        need(1 <= candidate["attempts"] <= self.rules["tries"], "Le nombre de mélanges est impossible.")
        for attempt in range(1, candidate["attempts"] + 1):
            drawn = self.shuffle(chance)
            fits = drawn is not None and self.public(*drawn)
            expected = attempt in hidden or attempt == candidate["attempts"]
            need(fits == expected, "Un mélange n’est pas celui que donne la graine.")
        need(candidate["attempts"] not in hidden, "Un mélange est à la fois retenu et écarté.")
        claimed, seen = candidate["violations"], self.violations(self.satisfied(*drawn))
        preferred = any(self.rules[rule] == "preferred" for rule in CONFIDENTIAL)
        need(seen == claimed or (preferred and seen <= claimed), "Le décompte des préférences est faux.")
        return drawn


def seed_of(source, values):
    """The seed of the announced values, as the source requires them."""
    if source["kind"] == "drand":
        need(
            len(values) == 1 and HEX.fullmatch(values[0]),
            "La valeur du tour drand n’a pas la forme attendue.",
        )
    elif source["kind"] == "lottery":
        need(
            len(values) >= 5 and all(re.fullmatch(r"0|[1-9][0-9]{0,9}", each) for each in values),
            "Les numéros de la loterie n’ont pas la forme attendue.",
        )
    else:
        need(source["kind"] == "witnesses", "La source de la graine est inconnue.")
        witnesses = source["witnesses"]
        need(len(witnesses) == len(values) >= 2, "Il faut un mot de chacun des témoins, deux au moins.")
        for witness, value in zip(witnesses, values, strict=True):
            salt, _, word = value.partition(":")
            sealed = sha256(f"tutorat-witness/1\n{salt}\n{word}".encode())
            need(
                "\n" not in value and sealed == witness["sealed"],
                f"Le mot de {witness['name']} a été changé.",
            )
    return sha256("\n".join(["tutorat-seed/1", *values]).encode())


def check_attempt(attempt, number, previous):
    names = ["document", "seal", "sealed_at", "values", "seed", "drawn_at", "result"]
    openings = attempt.get("openings")
    keys(attempt, *names, *(["openings"] if "openings" in attempt else []))
    document = attempt["document"]
    need(document.get("format") == "tutorat-draw/1", "Le document scellé n’est pas d’un format connu.")
    seal = sha256(canonical(document))
    need(seal == attempt["seal"], "Le document ne correspond pas à son sceau : liste ou règles changées.")
    need(
        document["attempt"] == number and document["previous"] == previous,
        "Un tirage manque, ou n’est pas à sa place.",
    )
    need(number == 1 or document["reason"].strip(), "Un nouveau tirage est sans motif.")
    need(attempt["seed"] == seed_of(document["source"], attempt["values"]), "La graine a été changée.")
    need(
        openings is None or len(openings) == len(document["commitments"]),
        "Il manque une demande confidentielle.",
    )
    draw = Draw(document, openings)
    chance = Chance(seal, attempt["seed"])
    if draw.known:
        need(draw.replay(chance) == attempt["result"], "Le résultat n’est pas celui que donne la graine.")
    else:
        draw.check_publicly(chance, attempt["result"])
    return draw, seal


def swap(groups, swaps):
    members = {each["number"]: set(each["interns"]) for each in groups}
    for each in swaps:
        keys(each, "first", "second", "reason", "by", "at")
        need(each["reason"].strip(), "Un échange est sans motif.")
        places = [[n for n in members if each[side] in members[n]] for side in ("first", "second")]
        need(
            all(places) and places[0] != places[1],
            "Un échange ne porte pas sur deux internes de deux groupes.",
        )
        for place, leaves, comes in zip(places, ("first", "second"), ("second", "first"), strict=True):
            members[place[0]] = members[place[0]] - {each[leaves]} | {each[comes]}
    return [{**each, "interns": sorted(members[each["number"]])} for each in groups]


def check(data):
    """The French sentence of minutes that hold; Wrong otherwise."""
    try:
        minutes = json.loads(data.decode())
        exact = canonical(minutes) == data
    except (ValueError, RecursionError):
        raise Wrong("Le fichier n’est pas un procès-verbal lisible.") from None
    need(exact, "Le fichier n’est pas écrit sous sa forme canonique : il a été modifié.")
    keys(minutes, "format", "attempts", "swaps", "groups", "present", "hash")
    need(minutes["format"] == "tutorat-minutes/1", "Le procès-verbal n’est pas d’un format connu.")
    rest = {key: value for key, value in minutes.items() if key != "hash"}
    need(
        sha256(canonical(rest)) == minutes["hash"],
        "Le procès-verbal a été modifié : son empreinte ne tient plus.",
    )
    need(minutes["attempts"], "Le procès-verbal ne contient aucun tirage.")
    previous = ""
    for number, attempt in enumerate(minutes["attempts"], start=1):
        draw, previous = check_attempt(attempt, number, previous)
    result = attempt["result"]
    need(
        swap(result["groups"], minutes["swaps"]) == minutes["groups"],
        "Les groupes ne sont pas ceux du tirage et des échanges.",
    )
    return sentence(draw, result, minutes, previous)


def sentence(draw, result, minutes, seal):
    said = [f"{len(draw.ids)} internes, {len(draw.sizes)} groupes"]
    if len(minutes["attempts"]) > 1:
        said.append(f"{len(minutes['attempts'])} tirages")
    if minutes["swaps"]:
        said.append(f"échanges à la main : {len(minutes['swaps'])}")
    if draw.known:
        said.append("par rejet" if result["method"] == "rejection" else "par chaîne de Markov")
        limits = ""
    elif result["method"] == "rejection":
        limits = (
            " Les demandes confidentielles restent scellées : le procès-verbal complet montre leur respect."
        )
    else:
        limits = (
            " Tirage par chaîne de Markov, demandes scellées : il se rejoue sur le procès-verbal complet."
        )
    follows = (
        "Le résultat découle"
        if draw.known or result["method"] == "rejection"
        else "Rien ne contredit que le résultat découle"
    )
    return f"{follows} de la liste, des règles et de la graine ({', '.join(said)}).{limits} Sceau : {seal}."


def verify_bytes(data, published_seal=None):
    """(holds, one French sentence) for the bytes of a minutes file."""
    try:
        held = check(data)
        if published_seal is not None:
            need(
                held.endswith(f" Sceau : {published_seal.strip().lower()}."),
                "Le sceau publié n’est pas celui de ce procès-verbal.",
            )
    except Wrong as problem:
        return False, str(problem)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, ZeroDivisionError, OverflowError):
        return False, SHAPE
    return True, held


def main(arguments):
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--seal"):
        print(__doc__)
        return 2
    try:
        data = Path(arguments[0]).read_bytes()
    except OSError as problem:
        print(f"Le fichier ne peut pas être lu : {problem}.")
        return 2
    holds, said = verify_bytes(data, arguments[2] if len(arguments) == 3 else None)
    print(("OK. " if holds else "NON. ") + said)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
