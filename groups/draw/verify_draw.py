"""Vérifie qu’un tirage de Tutorat découle de son document scellé et de sa graine.

    python verify_draw.py procès-verbal.json [--seal SCEAU]

Une seule ligne dit si le résultat tient. Python 3.10 ou plus, sans rien d’autre. `--seal` : le sceau publié
avant que la graine n’existe, à comparer.

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
KEYS = {
    "minutes": "format attempts swaps groups present hash",
    "attempt": "document seal sealed_at values seed drawn_at result",
    "document": "format cohort people tutors rules source together aside attempt reason previous start "
    "commitments",
    "person": "id label sex department wanted",
    "tutor": "id places held label",
    "rules": "minimum target maximum apart together balance spread departments links choice tutors "
    "candidates tries steps states",
    "source": "kind name reference witnesses",
    "witness": "name sealed",
    "group": "number tutor interns",
    "swap": "first second reason by at",
    "secret": "kind first second salt",
    "result": "groups candidates chosen satisfied",
    "repair minutes": "format document seal sealed_at values seed drawn_at chosen groups present hash",
    "repair document": "format cohort groups repairs source",
}
SHAPE = "Le fichier n’a pas la forme d’un procès-verbal."


class Wrong(Exception):
    """The minutes do not hold; the message is a French sentence."""


def need(condition, sentence):
    if not condition:
        raise Wrong(sentence)


def shaped(kind, *records):
    for record in records:
        need(isinstance(record, dict) and set(record) == set(KEYS[kind].split()), SHAPE)


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def same(one, other):
    """Equal to the byte: Python finds that True equals 1."""
    return canonical(one) == canonical(other)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def whole(text):
    need(abs(int(text)) < 2**53, SHAPE)
    return int(text)


def refused(text):
    raise Wrong(SHAPE)


class Chance:
    """SHA-256 in counter mode, whole bytes at a time."""

    def __init__(self, seal, seed):
        self.key = hashlib.sha256(bytes.fromhex(seal) + bytes.fromhex(seed)).digest()
        self.counter = 0
        self.bytes = b""

    def below(self, limit):
        bits = (limit - 1).bit_length()
        count = (bits + 7) // 8
        while True:
            while len(self.bytes) < count:
                self.bytes += hashlib.sha256(self.key + self.counter.to_bytes(8, "big")).digest()
                self.counter += 1
            taken, self.bytes = self.bytes[:count], self.bytes[count:]
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
    """A sealed document, and what is known of its confidential requests. `seats`: the tutor of each place."""

    def __init__(self, document, openings):
        self.rules = document["rules"]
        self.people = document["people"]
        self.tutors = document["tutors"]
        self.start = document["start"]
        shaped("person", *self.people)
        shaped("tutor", *self.tutors)
        shaped("rules", self.rules)
        shaped("group", *self.start)
        self.ids = [person["id"] for person in self.people]
        for listed in (self.ids, [tutor["id"] for tutor in self.tutors]):
            need(
                listed == sorted(set(listed)) and all(IDENTIFIER.fullmatch(each) for each in listed),
                "Les identifiants ne sont pas rangés, ou l’un d’eux y est deux fois.",
            )
        self.sex = {person["id"]: person["sex"] for person in self.people}
        self.department = {person["id"]: person["department"] for person in self.people}
        self.wanted = {person["id"]: person["wanted"] for person in self.people}
        self.hard = {rule for rule in RULES if rule in ("sizes", "places") or self.rules[rule] == "hard"}
        self.sizes = group_sizes(len(self.ids), self.rules)
        self.read_secrets(document["commitments"], openings)
        self.together = document["together"]
        self.block_of = self.blocks() if self.is_hard("together") else {}
        self.place_seats()
        self.shares = {sex: self.bounds(sex) for sex in ("F", "M")}
        self.weigh()

    def is_hard(self, rule):
        return rule in self.hard

    def read_secrets(self, commitments, openings):
        self.known = openings is not None or not commitments
        secrets = openings or []
        shaped("secret", *secrets)
        if self.known:
            need(
                [sha256(canonical(each)) for each in secrets] == commitments,
                "Une demande confidentielle n’est pas celle qui a été scellée.",
            )
        self.apart = [(each["first"], each["second"]) for each in secrets if each["kind"] == "apart"]
        self.foes: dict = {}
        for first, second in self.apart:
            self.foes.setdefault(first, []).append(second)
        self.links = {(each["first"], each["second"]) for each in secrets if each["kind"] == "link"}

    def blocks(self):
        block_of: dict = {}
        for first, second in self.together:
            block = block_of.get(first, {first}) | block_of.get(second, {second})
            for each in block:
                block_of[each] = block
        return block_of

    def place_seats(self):
        """The first `mandatory` seats are kept in any case; which of the others are is drawn."""
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
        hard = self.is_hard("balance")
        self.women = {each["id"] for each in self.people if hard and each["sex"] == "F"}
        self.low_high = self.shares["F"] if hard else [(0, 0) for _ in self.sizes]
        larger = self.sizes.count(self.sizes[0])
        self.classes = [(self.sizes[0], larger, *self.low_high[0])]
        if larger < len(self.sizes):
            self.classes.append((self.sizes[-1], len(self.sizes) - larger, *self.low_high[-1]))
        excess = len(self.women) - sum(low for low, _ in self.low_high)
        self.ways_to_share = []
        for first in range(excess + 1):
            highs = [first, excess - first][: len(self.classes)]
            possible = sum(highs) == excess
            weight = 1
            for (size, count, low, high), many in zip(self.classes, highs, strict=True):
                if many > count or (many and high == low):
                    possible = False
                else:
                    weight *= comb(count, many) * comb(size, high) ** many * comb(size, low) ** (count - many)
            if possible:
                self.ways_to_share.append((weight, highs))

    def shuffle(self, chance):
        """One arrangement: the people and the seat of each group; None when it has to begin again."""
        optional = list(range(self.mandatory, len(self.seats)))
        chance.shuffle(optional)
        seats = (list(range(self.mandatory)) + optional)[: len(self.sizes)]
        chance.shuffle(seats)
        women = self.share_women(chance)
        others = [size - share for size, share in zip(self.sizes, women, strict=True)]
        groups: list = [[] for _ in self.sizes]
        for first in sorted(set(map(min, self.block_of.values()))):
            if not self.place_block(sorted(self.block_of[first]), women, others, groups, chance):
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

    def share_women(self, chance):
        rank = chance.below(sum(weight for weight, _ in self.ways_to_share))
        ways = iter(self.ways_to_share)
        while rank >= 0:
            weight, highs = next(ways)
            rank -= weight
        women = []
        for (_, count, low, high), many in zip(self.classes, highs, strict=True):
            shares = [high] * many + [low] * (count - many)
            chance.shuffle(shares)
            women += shares
        return women

    def place_block(self, block, women, others, groups, chance):
        w = sum(each in self.women for each in block)
        o = len(block) - w
        places = max(
            sum(
                many * perm(high, w) * perm(size - high, o)
                + (groups - many) * perm(low, w) * perm(size - low, o)
                for (size, groups, low, high), many in zip(self.classes, highs, strict=True)
            )
            for _, highs in self.ways_to_share
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
        here = [self.sex[each] for each in members]
        for sex, bounds in self.shares.items():
            low, high = bounds[g]
            if not low <= here.count(sex) <= high:
                return False
        return True

    def spread(self, members):
        known = {self.department[each] for each in members} - {""}
        return len(known) >= min(self.rules["departments"], len(members))

    def fits_publicly(self, g, members, tutor):
        if self.is_hard("balance") and not self.balanced(g, members):
            return False
        if self.is_hard("spread") and not self.spread(members):
            return False
        if any(not self.block_of[each] <= set(members) for each in members if each in self.block_of):
            return False
        return not self.is_hard("choice") or all(self.wanted[each] in ("", tutor) for each in members)

    def fits_confidentially(self, members, tutor):
        if self.is_hard("apart") and any(
            mate in members for each in members for mate in self.foes.get(each, ())
        ):
            return False
        return not self.is_hard("links") or not any((each, tutor) in self.links for each in members)

    def public(self, groups, seats):
        return all(self.fits_publicly(g, groups[g], self.seats[seat]) for g, seat in enumerate(seats))

    def confidential(self, groups, seats):
        return all(self.fits_confidentially(groups[g], self.seats[seat]) for g, seat in enumerate(seats))

    def satisfied(self, groups, seats):
        tutors = [self.seats[seat] for seat in seats]
        group_of = {each: g for g, members in enumerate(groups) for each in members}
        wishes = [each for each in self.ids if self.wanted[each]]
        total = len(groups)
        low, high = self.rules["minimum"], self.rules["maximum"]
        linked = {group_of[person] for person, tutor in self.links if tutors[group_of[person]] == tutor}
        done = {
            "sizes": (sum(low <= len(each) <= high for each in groups), total),
            "places": (total, total),
            "apart": (sum(group_of[a] != group_of[b] for a, b in self.apart), len(self.apart)),
            "together": (sum(group_of[a] == group_of[b] for a, b in self.together), len(self.together)),
            "balance": (sum(self.balanced(g, each) for g, each in enumerate(groups)), total),
            "spread": (sum(self.spread(each) for each in groups), total),
            "links": (total - len(linked), total),
            "choice": (sum(self.wanted[each] == tutors[group_of[each]] for each in wishes), len(wishes)),
        }
        return [
            {"rule": rule, "done": done[rule][0], "of": done[rule][1]}
            for rule in RULES
            if rule in ("sizes", "places") or self.rules[rule] != "off"
        ]

    def violations(self, satisfied):
        return sum(each["of"] - each["done"] for each in satisfied if not self.is_hard(each["rule"]))

    def written(self, groups, seats):
        return [
            {"number": g + 1, "tutor": self.seats[seat], "interns": sorted(groups[g])}
            for g, seat in enumerate(seats)
        ]

    def read(self, written):
        """The arrangement that a list of groups describes."""
        groups = [list(each["interns"]) for each in written]
        need(
            same([each["number"] for each in written], list(range(1, len(self.sizes) + 1)))
            and [len(each) for each in groups] == self.sizes
            and sorted(each for members in groups for each in members) == self.ids,
            "Des groupes ne correspondent pas à la liste.",
        )
        seats: list = []
        for each in written:
            free = [s for s, tutor in enumerate(self.seats) if tutor == each["tutor"] and s not in seats]
            need(free, "Un tuteur a plus de groupes qu’il n’en prend.")
            seats.append(free[0])
        need(set(range(self.mandatory)) <= set(seats), "Un tuteur moins chargé que les autres est oublié.")
        return groups, seats

    def chain(self, chance, fits):
        """A function that walks `steps` steps from the sealed start, then from where it stands."""
        groups, seats = self.read(self.start)
        need(
            all(fits(g, groups[g], self.seats[seat]) for g, seat in enumerate(seats)),
            "La répartition de départ ne respecte pas les contraintes.",
        )
        spare = [seat for seat in range(len(self.seats)) if seat not in seats]

        def step():
            g = chance.below(len(groups))
            h = chance.below(len(groups))
            if g == h:
                if spare and seats[g] >= self.mandatory:
                    other = chance.below(len(spare))
                    if fits(g, groups[g], self.seats[spare[other]]):
                        seats[g], spare[other] = spare[other], seats[g]
                return
            pool = groups[g] + groups[h]
            chance.shuffle(pool)
            first, second = pool[: len(groups[g])], pool[len(groups[g]) :]
            proposed = [seats[g], seats[h]]
            if chance.below(2) == 1:
                proposed.reverse()
            if fits(g, first, self.seats[proposed[0]]) and fits(h, second, self.seats[proposed[1]]):
                groups[g], groups[h] = first, second
                seats[g], seats[h] = proposed

        def propose():
            for _ in range(self.rules["steps"]):
                step()
            return [list(each) for each in groups], list(seats)

        return propose

    def ways(self, chance):
        """The methods, in the order they are tried: name, what proposes, after how many to stop."""

        def fits(g, members, tutor):
            return self.fits_publicly(g, members, tutor) and self.fits_confidentially(members, tutor)

        yield "rejection", lambda: self.shuffle(chance), self.rules["tries"]
        yield "markov", self.chain(chance, self.fits_publicly), self.rules["states"]
        need(self.known, "Un candidat n’est pas celui que donne la graine.")
        yield "markov-confidential", self.chain(chance, fits), 1

    def replay(self, chance, claims):
        """The candidates, drawn again: (arrangement, method, attempts, hidden). When the confidential
        requests are sealed, `claims` says which proposals they refuse."""
        ways = self.ways(chance)
        method, propose, tries = next(ways)
        found: list = []
        while len(found) < self.rules["candidates"]:
            claim = claims[len(found)]
            hidden: list = []
            for number in range(1, tries + 1):
                drawn = propose()
                if drawn is None or not self.public(*drawn):
                    continue
                if self.accepts(drawn, claim == (method, number)):
                    found.append((drawn, method, number, hidden))
                    break
                hidden.append(number)
            else:
                method, propose, tries = next(ways)
        return found

    def accepts(self, drawn, claimed):
        if self.known or not any(self.is_hard(rule) for rule in CONFIDENTIAL):
            return self.confidential(*drawn)
        return claimed

    def check(self, chance, result):
        """The result follows from the seed, as far as one sees without the sealed requests."""
        shaped("result", result)
        claims = [(each["method"], each["attempts"]) for each in result["candidates"]]
        need(len(claims) == self.rules["candidates"], "Le nombre de candidats n’est pas celui du document.")
        many = [each["violations"] for each in result["candidates"]]
        need(same(result["chosen"], many.index(min(many))), "Le candidat retenu n’est pas le meilleur.")
        need(same(self.violations(result["satisfied"]), min(many)), "Le décompte des préférences est faux.")
        if not self.known and claims[-1][0] == "markov-confidential":
            drawn = self.read(result["groups"])
            need(
                self.public(*drawn) and self.public(*self.read(self.start)), "Une contrainte n’est pas tenue."
            )
            need(
                self.agree(result["satisfied"], self.satisfied(*drawn)),
                "Le décompte des contraintes est faux.",
            )
            return
        found = self.replay(chance, claims)
        for (drawn, method, attempts, hidden), claimed in zip(found, result["candidates"], strict=True):
            own = {
                "method": method,
                "attempts": attempts,
                "hidden": hidden,
                "violations": claimed["violations"],
            }
            need(same(own, claimed), "Un candidat n’est pas celui que donne la graine.")
            seen = self.violations(self.satisfied(*drawn))
            sealed = not self.known and any(self.rules[rule] == "preferred" for rule in CONFIDENTIAL)
            need(same(seen, claimed["violations"]) or sealed, "Le décompte des préférences est faux.")
        drawn = found[result["chosen"]][0]
        need(
            same(self.written(*drawn), result["groups"]), "Les groupes ne sont pas ceux que donne la graine."
        )
        need(self.agree(result["satisfied"], self.satisfied(*drawn)), "Le décompte des contraintes est faux.")

    def agree(self, claimed, own):
        """Sealed requests cannot be counted: there, the claim only has to be possible."""
        if self.known:
            return same(claimed, own)
        for one, other in zip(claimed, own, strict=True):
            if other["rule"] in CONFIDENTIAL:
                other = {**one, "rule": other["rule"]}
                if not 0 <= one["done"] <= one["of"] or (
                    self.is_hard(one["rule"]) and one["done"] < one["of"]
                ):
                    return False
            if not same(one, other) or set(one) != {"rule", "done", "of"}:
                return False
        return True


def seed_of(source, values):
    """The seed of the announced values, which have the form their source requires."""
    shaped("source", source)
    shaped("witness", *source["witnesses"])
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


def check_seal(record, document):
    """The seal of the document is that of the record."""
    need(
        sha256(canonical(document)) == record["seal"],
        "Le document ne correspond pas à son sceau : la liste ou les règles ont été changées.",
    )


def sown(record, document):
    """The seed is that of the values; with the seal, it gives every random number."""
    need(record["seed"] == seed_of(document["source"], record["values"]), "La graine a été changée.")
    return Chance(record["seal"], record["seed"])


def check_attempt(attempt, number, previous):
    openings = attempt.get("openings")
    shaped("attempt", {key: value for key, value in attempt.items() if key != "openings"})
    document = attempt["document"]
    shaped("document", document)
    need(document["format"] == "tutorat-draw/1", "Le document scellé n’est pas d’un format connu.")
    need(
        same([document["attempt"], document["previous"]], [number, previous]),
        "Un tirage manque, ou n’est pas à sa place.",
    )
    need(number == 1 or document["reason"].strip(" "), "Un nouveau tirage est sans motif.")
    check_seal(attempt, document)
    draw = Draw(document, openings)
    if attempt["result"] == {}:
        unsown = same([attempt["values"], attempt["seed"], attempt["drawn_at"]], [[], "", ""])
        need(unsown, "Un document abandonné avant sa graine en porte une.")
    else:
        draw.check(sown(attempt, document), attempt["result"])
    return draw


def swapped(groups, swaps):
    members = {each["number"]: set(each["interns"]) for each in groups}
    shaped("swap", *swaps)
    for swap in swaps:
        need(swap["reason"].strip(" "), "Un échange est sans motif.")
        first = [number for number in members if swap["first"] in members[number]]
        second = [number for number in members if swap["second"] in members[number]]
        need(
            first and second and first != second, "Un échange ne porte pas sur deux internes de deux groupes."
        )
        members[first[0]] = members[first[0]] - {swap["first"]} | {swap["second"]}
        members[second[0]] = members[second[0]] - {swap["second"]} | {swap["first"]}
    return [{**each, "interns": sorted(members[each["number"]])} for each in groups]


def check_draw(minutes):
    shaped("minutes", minutes)
    attempts, swaps = minutes["attempts"], minutes["swaps"]
    need(attempts, "Le procès-verbal ne contient aucun tirage.")
    previous = ""
    for number, attempt in enumerate(attempts, start=1):
        draw = check_attempt(attempt, number, previous)
        previous = attempt["seal"]
    result = attempt["result"]
    need(result != {}, "Le dernier document scellé n’est pas tiré.")
    drawn = sum(each["result"] != {} for each in attempts)
    need(
        same(swapped(result["groups"], swaps), minutes["groups"]),
        "Les groupes ne sont pas ceux du tirage et des échanges.",
    )
    method = result["candidates"][-1]["method"]
    said = [f"{len(draw.ids)} internes", f"{len(draw.sizes)} groupes"]
    said += [f"{drawn} tirages"] if drawn > 1 else []
    said += [f"abandonnés avant la graine : {len(attempts) - drawn}"] if drawn < len(attempts) else []
    said += [f"échanges à la main : {len(swaps)}"] if swaps else []
    said += ["par rejet" if method == "rejection" else "par chaîne de Markov"]
    sentence = f"Le résultat découle de la liste, des règles et de la graine ({', '.join(said)})."
    if not draw.known and method == "markov-confidential":
        sentence = (
            f"Le document et la graine tiennent, les groupes respectent les règles ({', '.join(said)}). "
            "Les demandes confidentielles sont scellées : le tirage se rejoue sur le procès-verbal complet."
        )
    elif not draw.known:
        sentence += " Les demandes confidentielles restent scellées : le procès-verbal complet les ouvre."
    return sentence, previous


def check_repair(minutes):
    shaped("repair minutes", minutes)
    document = minutes["document"]
    shaped("repair document", document)
    need(document["format"] == "tutorat-repair/1", "Le document scellé n’est pas d’un format connu.")
    check_seal(minutes, document)
    chance = sown(minutes, document)
    repairs = document["repairs"]
    need(repairs, "Le document ne propose aucune réparation.")
    need(
        same(minutes["chosen"], chance.below(len(repairs))),
        "La réparation retenue n’est pas celle que donne la graine.",
    )
    need(
        same(repaired(document["groups"], repairs[minutes["chosen"]]), minutes["groups"]),
        "Les groupes ne sont pas ceux de la réparation retenue.",
    )
    sentence = f"La réparation retenue découle du document et de la graine (une parmi {len(repairs)})."
    return sentence, minutes["seal"]


def repaired(groups, repair):
    members = {each["number"]: set(each["interns"]) for each in groups}
    tutors = {each["number"]: each["tutor"] for each in groups}
    for handover in repair["handovers"]:
        tutors[handover["group"]] = handover["after"]
    for move in repair["moves"]:
        if move["before"]:
            members[move["before"]].remove(move["person"])
        if move["after"]:
            members.setdefault(move["after"], set()).add(move["person"])
    return [
        {"number": number, "tutor": tutors[number], "interns": sorted(members[number])}
        for number in sorted(members)
        if tutors[number]
    ]


def check(data, published_seal=None):
    """The French sentence of minutes that hold; Wrong otherwise."""
    try:
        minutes = json.loads(data.decode(), parse_int=whole, parse_float=refused, parse_constant=refused)
        exact = canonical(minutes) == data
    except (ValueError, RecursionError):
        raise Wrong("Le fichier n’est pas un procès-verbal lisible.") from None
    need(exact, "Le fichier n’est pas écrit sous sa forme canonique : il a été modifié.")
    rest = {key: value for key, value in minutes.items() if key != "hash"}
    need(
        sha256(canonical(rest)) == minutes["hash"],
        "Le procès-verbal a été modifié : son empreinte ne correspond plus.",
    )
    checks = {"tutorat-minutes/1": check_draw, "tutorat-repair-minutes/1": check_repair}
    need(minutes["format"] in checks, "Le procès-verbal n’est pas d’un format connu.")
    sentence, seal = checks[minutes["format"]](minutes)
    need(
        published_seal in (None, seal),
        f"Le procès-verbal se tient, mais son sceau n’est pas celui qui a été publié : {seal}.",
    )
    return f"{sentence} Sceau : {seal}."


def verify_bytes(data, published_seal=None):
    """(holds, one French sentence) for the bytes of a minutes file."""
    try:
        return True, check(data, published_seal)
    except Wrong as problem:
        return False, str(problem)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, StopIteration):
        return False, SHAPE


def main(arguments):
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--seal"):
        print(__doc__)
        return 2
    try:
        data = Path(arguments[0]).read_bytes()
    except OSError as problem:
        print(f"Le fichier ne peut pas être lu : {problem}.")
        return 2
    holds, sentence = verify_bytes(data, arguments[2].strip().lower() if len(arguments) == 3 else None)
    print(("OK. " if holds else "NON. ") + sentence)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
