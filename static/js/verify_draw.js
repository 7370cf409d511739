// Checks minutes of a draw in the browser, offline: the twin of verify_draw.py, from the same docs/draw.md.
//
//   verify(bytes, publishedSeal?) → { ok, sentence }
//
// On a page: <input type="file" data-verify="RESULT"> writes the sentence into #RESULT.

const RULES = ["sizes", "places", "apart", "together", "balance", "spread", "links", "choice"];
const CONFIDENTIAL = ["apart", "links"];
const KEYS = {
  minutes: "format attempts swaps groups present hash",
  attempt: "document seal sealed_at values seed drawn_at result",
  document:
    "format cohort people tutors rules source together aside attempt reason previous start commitments",
  person: "id label sex department wanted",
  tutor: "id places held label",
  rules:
    "minimum target maximum apart together balance spread departments links choice tutors candidates tries steps states",
  source: "kind name reference witnesses",
  witness: "name sealed",
  group: "number tutor interns",
  swap: "first second reason by at",
  secret: "kind first second salt",
  result: "groups candidates chosen satisfied",
  "repair minutes": "format document seal sealed_at values seed drawn_at chosen groups present hash",
  "repair document": "format cohort groups repairs source",
};
const SHAPE = "Le fichier n’a pas la forme d’un procès-verbal.";

class Wrong extends Error {}

function need(condition, sentence) {
  if (!condition) throw new Wrong(sentence);
}

function shaped(kind, ...records) {
  const expected = KEYS[kind].split(" ").sort().join(" ");
  for (const record of records) {
    const plain = record !== null && typeof record === "object" && !Array.isArray(record);
    need(plain && Object.keys(record).sort().join(" ") === expected, SHAPE);
  }
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const fields = Object.keys(value).sort().map((key) => `${canonical(key)}:${canonical(value[key])}`);
    return `{${fields.join(",")}}`;
  }
  if (typeof value === "number") need(Number.isSafeInteger(value), SHAPE);
  if (typeof value === "string") need(!/\p{Surrogate}/u.test(value), SHAPE);
  return JSON.stringify(value);
}

const same = (one, other) => canonical(one) === canonical(other);
const count = (items, test) => items.reduce((total, item, rank) => total + (test(item, rank) ? 1 : 0), 0);
const range = (length) => Array.from({ length }, (_, rank) => rank);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

// SHA-256, FIPS 180-4.

const fraction = (root) => ((root % 1) * 2 ** 32) >>> 0;
const PRIMES = range(312).filter((n) => n > 1 && range(n).every((d) => d < 2 || n % d));
const ROUNDS = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const INITIAL = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const rotate = (word, by) => (word >>> by) | (word << (32 - by));

function digest(bytes) {
  const padded = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
  padded.setUint32(padded.byteLength - 4, bytes.length << 3);
  const state = Uint32Array.from(INITIAL);
  const w = new Uint32Array(64);
  for (let block = 0; block < padded.byteLength; block += 64) {
    for (let t = 0; t < 64; t += 1) {
      if (t < 16) {
        w[t] = padded.getUint32(block + 4 * t);
        continue;
      }
      const s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >>> 3);
      const s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >>> 10);
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t += 1) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const first = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[t] + w[t]) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => {
      state[at] += word;
    });
  }
  const result = new DataView(new ArrayBuffer(32));
  state.forEach((word, at) => result.setUint32(4 * at, word));
  return new Uint8Array(result.buffer);
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => text.match(/../g).map((pair) => parseInt(pair, 16));
const sha256 = (text) => hex(digest(new TextEncoder().encode(text)));

// SHA-256 in counter mode, whole bytes at a time.
class Chance {
  constructor(seal, seed) {
    this.message = new Uint8Array(40);
    this.message.set(digest(Uint8Array.from([...unhex(seal), ...unhex(seed)])));
    this.counter = 0;
    this.block = new Uint8Array(0);
    this.at = 0;
  }

  byte() {
    if (this.at === this.block.length) {
      const view = new DataView(this.message.buffer);
      view.setUint32(32, Math.floor(this.counter / 2 ** 32));
      view.setUint32(36, this.counter);
      this.block = digest(this.message);
      this.counter += 1;
      this.at = 0;
    }
    this.at += 1;
    return this.block[this.at - 1];
  }

  // A uniform integer under a limit below 2³¹.
  below(limit) {
    const bits = 32 - Math.clz32(limit - 1);
    for (;;) {
      let value = 0;
      for (let taken = 0; taken < bits; taken += 8) value = value * 256 + this.byte();
      value %= 2 ** bits;
      if (value < limit) return value;
    }
  }

  // The same under any limit, as BigInt.
  belowBig(limit) {
    const bits = limit === 1n ? 0 : (limit - 1n).toString(2).length;
    for (;;) {
      let digits = "0x0";
      for (let taken = 0; taken < bits; taken += 8) digits += this.byte().toString(16).padStart(2, "0");
      const value = BigInt.asUintN(bits, BigInt(digits));
      if (value < limit) return value;
    }
  }

  shuffle(items) {
    for (let i = items.length - 1; i > 0; i -= 1) {
      const j = this.below(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
  }
}

function permutations(n, k) {
  let ways = 1n;
  for (let each = 0; each < k; each += 1) ways *= BigInt(Math.max(0, n - each));
  return ways;
}

const choices = (n, k) => permutations(n, k) / permutations(k, k);

function groupSizes(total, { minimum: low, target, maximum: high }) {
  need(1 <= low && low <= target && target <= high && total > 0, "Les tailles de groupe ne sont pas cohérentes.");
  const fewest = Math.ceil(total / high);
  let best = null;
  for (let number = fewest; number <= Math.floor(total / low); number += 1) {
    const distance = Math.abs(total - target * number);
    if (best === null || distance * best[1] <= best[0] * number) best = [distance, number];
  }
  const number = best ? best[1] : fewest;
  return range(number).map((g) => Math.floor(total / number) + (g < total % number ? 1 : 0));
}

// A sealed document, and what is known of its confidential requests. `seats`: the tutor of each place.
class Draw {
  constructor(document, openings) {
    this.rules = document.rules;
    this.people = document.people;
    this.tutors = document.tutors;
    this.start = document.start;
    shaped("person", ...this.people);
    shaped("tutor", ...this.tutors);
    shaped("rules", this.rules);
    shaped("group", ...this.start);
    this.ids = this.people.map((person) => person.id);
    for (const listed of [this.ids, this.tutors.map((tutor) => tutor.id)]) {
      need(
        same(listed, [...new Set(listed)].sort()) && listed.every((each) => /^[A-Za-z0-9_-]{1,64}$/.test(each)),
        "Les identifiants ne sont pas rangés, ou l’un d’eux y est deux fois.",
      );
    }
    this.sex = new Map(this.people.map((person) => [person.id, person.sex]));
    this.department = new Map(this.people.map((person) => [person.id, person.department]));
    this.wanted = new Map(this.people.map((person) => [person.id, person.wanted]));
    this.hard = new Set(RULES.filter((rule) => ["sizes", "places"].includes(rule) || this.rules[rule] === "hard"));
    this.sizes = groupSizes(this.ids.length, this.rules);
    this.readSecrets(document.commitments, openings);
    this.together = document.together;
    this.blockOf = this.isHard("together") ? this.blocks() : new Map();
    this.placeSeats();
    this.shares = { F: this.bounds("F"), M: this.bounds("M") };
    this.weigh();
  }

  isHard(rule) {
    return this.hard.has(rule);
  }

  readSecrets(commitments, openings) {
    this.known = openings !== undefined || commitments.length === 0;
    const secrets = openings ?? [];
    shaped("secret", ...secrets);
    if (this.known) {
      need(
        same(secrets.map((each) => sha256(canonical(each))), commitments),
        "Une demande confidentielle n’est pas celle qui a été scellée.",
      );
    }
    const pairs = (kind) => secrets.filter((each) => each.kind === kind).map((each) => [each.first, each.second]);
    this.apart = pairs("apart");
    this.foes = new Map();
    for (const [a, b] of this.apart) this.foes.set(a, [...(this.foes.get(a) ?? []), b]);
    this.links = new Set(pairs("link").map((pair) => pair.join(" ")));
  }

  blocks() {
    const blockOf = new Map();
    for (const [first, second] of this.together) {
      const block = new Set([...(blockOf.get(first) ?? [first]), ...(blockOf.get(second) ?? [second])]);
      for (const each of block) blockOf.set(each, block);
    }
    return blockOf;
  }

  // The first `mandatory` seats are kept in any case; which of the others are is drawn.
  placeSeats() {
    const total = this.sizes.length;
    let offered = this.tutors.flatMap((tutor) => range(tutor.places).map((place) => [tutor.held + place, tutor.id]));
    need(offered.length >= total, "Les tuteurs ne prennent pas assez de groupes.");
    this.mandatory = 0;
    if (this.rules.tutors === "drawn") {
      offered.sort((one, other) => one[0] - other[0] || (one[1] < other[1] ? -1 : 1));
      const last = offered[total - 1][0];
      offered = offered.filter(([load]) => load <= last);
      this.mandatory = count(offered, ([load]) => load < last);
    }
    this.seats = offered.map(([, tutor]) => tutor);
  }

  bounds(sex) {
    const many = count(this.people, (person) => person.sex === sex);
    const total = this.people.length;
    return this.sizes.map((size) => [Math.floor((size * many) / total), Math.ceil((size * many) / total)]);
  }

  // How many arrangements there are for each way to share the women out, but for a constant factor.
  weigh() {
    const hard = this.isHard("balance");
    const women = this.people.filter((person) => hard && person.sex === "F");
    this.women = new Set(women.map((person) => person.id));
    this.lowHigh = hard ? this.shares.F : this.sizes.map(() => [0, 0]);
    const larger = count(this.sizes, (size) => size === this.sizes[0]);
    this.classes = [[this.sizes[0], larger, ...this.lowHigh[0]]];
    if (larger < this.sizes.length) {
      this.classes.push([this.sizes.at(-1), this.sizes.length - larger, ...this.lowHigh.at(-1)]);
    }
    const excess = this.women.size - sum(this.lowHigh.map(([low]) => low));
    this.waysToShare = [];
    for (let first = 0; first <= excess; first += 1) {
      const highs = [first, excess - first].slice(0, this.classes.length);
      let possible = sum(highs) === excess;
      let weight = 1n;
      this.classes.forEach(([size, groups, low, high], rank) => {
        const many = highs[rank];
        if (many > groups || (many && high === low)) possible = false;
        else {
          weight *= choices(groups, many) * choices(size, high) ** BigInt(many);
          weight *= choices(size, low) ** BigInt(groups - many);
        }
      });
      if (possible) this.waysToShare.push([weight, highs]);
    }
    this.waysInAll = this.waysToShare.reduce((total, [weight]) => total + weight, 0n);
  }

  // One arrangement: the people and the seat of each group; null when it has to begin again.
  shuffle(chance) {
    const optional = range(this.seats.length).slice(this.mandatory);
    chance.shuffle(optional);
    const seats = [...range(this.mandatory), ...optional].slice(0, this.sizes.length);
    chance.shuffle(seats);
    const women = this.shareWomen(chance);
    const others = this.sizes.map((size, g) => size - women[g]);
    const groups = this.sizes.map(() => []);
    const firsts = new Set([...this.blockOf.values()].map((block) => [...block].sort()[0]));
    for (const first of [...firsts].sort()) {
      if (!this.placeBlock([...this.blockOf.get(first)].sort(), women, others, groups, chance)) return null;
    }
    for (const [ofWomen, free] of [[true, women], [false, others]]) {
      const people = this.ids.filter((each) => this.women.has(each) === ofWomen && !this.blockOf.has(each));
      chance.shuffle(people);
      groups.forEach((group, g) => group.push(...people.splice(0, free[g])));
    }
    return [groups, seats];
  }

  shareWomen(chance) {
    let rank = chance.belowBig(this.waysInAll);
    const [, highs] = this.waysToShare.find(([weight]) => {
      rank -= weight;
      return rank < 0n;
    });
    return this.classes.flatMap(([, groups, low, high], at) => {
      const shares = range(groups).map((g) => (g < highs[at] ? high : low));
      chance.shuffle(shares);
      return shares;
    });
  }

  placeBlock(block, women, others, groups, chance) {
    const w = count(block, (each) => this.women.has(each));
    const o = block.length - w;
    const seatings = (size, share) => permutations(share, w) * permutations(size - share, o);
    let places = 0n;
    for (const [, highs] of this.waysToShare) {
      let ways = 0n;
      this.classes.forEach(([size, many, low, high], rank) => {
        ways += BigInt(highs[rank]) * seatings(size, high) + BigInt(many - highs[rank]) * seatings(size, low);
      });
      if (ways > places) places = ways;
    }
    let rank = places ? chance.belowBig(places) : 0n;
    for (let g = 0; g < groups.length; g += 1) {
      rank -= permutations(women[g], w) * permutations(others[g], o);
      if (rank < 0n) {
        groups[g].push(...block);
        women[g] -= w;
        others[g] -= o;
        return true;
      }
    }
    return false;
  }

  balanced(g, members) {
    const here = { F: 0, M: 0 };
    for (const each of members) here[this.sex.get(each)] += 1;
    const within = (many, [low, high]) => low <= many && many <= high;
    return within(here.F, this.shares.F[g]) && within(here.M, this.shares.M[g]);
  }

  spread(members) {
    const known = new Set();
    for (const each of members) known.add(this.department.get(each));
    known.delete("");
    return known.size >= Math.min(this.rules.departments, members.length);
  }

  fitsPublicly(g, members, tutor) {
    if (this.isHard("balance") && !this.balanced(g, members)) return false;
    if (this.isHard("spread") && !this.spread(members)) return false;
    const whole = (each) => !this.blockOf.has(each) || [...this.blockOf.get(each)].every((mate) => members.includes(mate));
    if (!members.every(whole)) return false;
    return !this.isHard("choice") || members.every((each) => ["", tutor].includes(this.wanted.get(each)));
  }

  fitsConfidentially(members, tutor) {
    const meetsFoe = (each) => this.foes.get(each)?.some((foe) => members.includes(foe));
    if (this.isHard("apart") && members.some(meetsFoe)) return false;
    return !this.isHard("links") || !members.some((each) => this.links.has(`${each} ${tutor}`));
  }

  isPublic([groups, seats]) {
    return seats.every((seat, g) => this.fitsPublicly(g, groups[g], this.seats[seat]));
  }

  isConfidential([groups, seats]) {
    return seats.every((seat, g) => this.fitsConfidentially(groups[g], this.seats[seat]));
  }

  satisfied([groups, seats]) {
    const tutors = seats.map((seat) => this.seats[seat]);
    const groupOf = new Map(groups.flatMap((members, g) => members.map((each) => [each, g])));
    const wishes = this.ids.filter((each) => this.wanted.get(each));
    const total = groups.length;
    const { minimum: low, maximum: high } = this.rules;
    const meet = ([a, b]) => groupOf.get(a) === groupOf.get(b);
    const linked = (members, g) => members.some((each) => this.links.has(`${each} ${tutors[g]}`));
    const done = {
      sizes: [count(groups, (each) => low <= each.length && each.length <= high), total],
      places: [total, total],
      apart: [count(this.apart, (pair) => !meet(pair)), this.apart.length],
      together: [count(this.together, meet), this.together.length],
      balance: [count(groups, (members, g) => this.balanced(g, members)), total],
      spread: [count(groups, (members) => this.spread(members)), total],
      links: [total - count(groups, linked), total],
      choice: [count(wishes, (each) => this.wanted.get(each) === tutors[groupOf.get(each)]), wishes.length],
    };
    return RULES.filter((rule) => ["sizes", "places"].includes(rule) || this.rules[rule] !== "off").map(
      (rule) => ({ rule, done: done[rule][0], of: done[rule][1] }),
    );
  }

  violations(satisfied) {
    return sum(satisfied.filter((each) => !this.isHard(each.rule)).map((each) => each.of - each.done));
  }

  written([groups, seats]) {
    return seats.map((seat, g) => ({ number: g + 1, tutor: this.seats[seat], interns: [...groups[g]].sort() }));
  }

  // The arrangement that a list of groups describes.
  read(written) {
    const groups = written.map((each) => [...each.interns]);
    need(
      same(written.map((each) => each.number), range(this.sizes.length).map((g) => g + 1)) &&
        same(groups.map((members) => members.length), this.sizes) &&
        same(groups.flat().sort(), this.ids),
      "Des groupes ne correspondent pas à la liste.",
    );
    const seats = [];
    for (const { tutor } of written) {
      const seat = this.seats.findIndex((each, at) => each === tutor && !seats.includes(at));
      need(seat >= 0, "Un tuteur a plus de groupes qu’il n’en prend.");
      seats.push(seat);
    }
    need(range(this.mandatory).every((seat) => seats.includes(seat)), "Un tuteur moins chargé que les autres est oublié.");
    return [groups, seats];
  }

  // A function that walks `steps` steps from the sealed start, then from where it stands.
  chain(chance, fits) {
    const [groups, seats] = this.read(this.start);
    need(
      seats.every((seat, g) => fits(g, groups[g], this.seats[seat])),
      "La répartition de départ ne respecte pas les contraintes.",
    );
    const spare = range(this.seats.length).filter((seat) => !seats.includes(seat));
    const step = () => {
      const g = chance.below(groups.length);
      const h = chance.below(groups.length);
      if (g === h) {
        if (!spare.length || seats[g] < this.mandatory) return;
        const other = chance.below(spare.length);
        if (fits(g, groups[g], this.seats[spare[other]])) [seats[g], spare[other]] = [spare[other], seats[g]];
        return;
      }
      const pool = [...groups[g], ...groups[h]];
      chance.shuffle(pool);
      const first = pool.slice(0, groups[g].length);
      const second = pool.slice(groups[g].length);
      const proposed = [seats[g], seats[h]];
      if (chance.below(2) === 1) proposed.reverse();
      if (fits(g, first, this.seats[proposed[0]]) && fits(h, second, this.seats[proposed[1]])) {
        [groups[g], groups[h]] = [first, second];
        [seats[g], seats[h]] = proposed;
      }
    };
    return () => {
      for (let each = 0; each < this.rules.steps; each += 1) step();
      return [groups.map((members) => [...members]), [...seats]];
    };
  }

  // The methods, in the order they are tried: name, what proposes, after how many to stop.
  *ways(chance) {
    const publicly = (g, members, tutor) => this.fitsPublicly(g, members, tutor);
    const fully = (g, members, tutor) => publicly(g, members, tutor) && this.fitsConfidentially(members, tutor);
    yield ["rejection", () => this.shuffle(chance), this.rules.tries];
    yield ["markov", this.chain(chance, publicly), this.rules.states];
    need(this.known, "Un candidat n’est pas celui que donne la graine.");
    yield ["markov-confidential", this.chain(chance, fully), 1];
  }

  // The candidates, drawn again. Where the confidential requests are sealed, the claims say what they refuse.
  replay(chance, claims) {
    const ways = this.ways(chance);
    const following = () => {
      const { value, done } = ways.next();
      need(!done, SHAPE);
      return value;
    };
    let [method, propose, tries] = following();
    const found = [];
    while (found.length < this.rules.candidates) {
      const claim = claims[found.length];
      const hidden = [];
      let drawn = null;
      let number = 0;
      while (drawn === null && number < tries) {
        number += 1;
        const proposed = propose();
        if (proposed === null || !this.isPublic(proposed)) continue;
        if (this.accepts(proposed, claim.method === method && claim.attempts === number)) drawn = proposed;
        else hidden.push(number);
      }
      if (drawn === null) [method, propose, tries] = following();
      else found.push({ drawn, method, attempts: number, hidden });
    }
    return found;
  }

  accepts(drawn, claimed) {
    const sealed = !this.known && CONFIDENTIAL.some((rule) => this.isHard(rule));
    return sealed ? claimed : this.isConfidential(drawn);
  }

  // The result follows from the seed, as far as one sees without the sealed requests.
  check(chance, result) {
    shaped("result", result);
    const { candidates, chosen, groups, satisfied } = result;
    need(candidates.length === this.rules.candidates, "Le nombre de candidats n’est pas celui du document.");
    const many = candidates.map((each) => each.violations);
    need(chosen === many.indexOf(Math.min(...many)), "Le candidat retenu n’est pas le meilleur.");
    need(this.violations(satisfied) === Math.min(...many), "Le décompte des préférences est faux.");
    if (!this.known && candidates.at(-1).method === "markov-confidential") {
      const drawn = this.read(groups);
      need(this.isPublic(drawn) && this.isPublic(this.read(this.start)), "Une contrainte n’est pas tenue.");
      need(this.agree(satisfied, this.satisfied(drawn)), "Le décompte des contraintes est faux.");
      return;
    }
    const found = this.replay(chance, candidates);
    const sealed = !this.known && CONFIDENTIAL.some((rule) => this.rules[rule] === "preferred");
    found.forEach(({ drawn, ...own }, rank) => {
      const { violations, ...claimed } = candidates[rank];
      need(same(own, claimed), "Un candidat n’est pas celui que donne la graine.");
      need(sealed || this.violations(this.satisfied(drawn)) === violations, "Le décompte des préférences est faux.");
    });
    const { drawn } = found[chosen];
    need(same(this.written(drawn), groups), "Les groupes ne sont pas ceux que donne la graine.");
    need(this.agree(satisfied, this.satisfied(drawn)), "Le décompte des contraintes est faux.");
  }

  // Sealed requests cannot be counted: there, the claim only has to be possible.
  agree(claimed, own) {
    if (this.known) return same(claimed, own);
    if (claimed.length !== own.length) return false;
    return claimed.every((one, rank) => {
      if (!CONFIDENTIAL.includes(own[rank].rule)) return same(one, own[rank]);
      const complete = one.done === one.of || !this.isHard(one.rule);
      const possible = 0 <= one.done && one.done <= one.of && complete;
      return possible && same(one, { rule: own[rank].rule, done: one.done, of: one.of });
    });
  }
}

// The seed of the announced values, which have the form their source requires.
function seedOf(source, values) {
  shaped("source", source);
  shaped("witness", ...source.witnesses);
  const { kind, witnesses } = source;
  if (kind === "drand") {
    need(
      values.length === 1 && /^[0-9a-f]{64}$/.test(values[0]),
      "La valeur du tour drand n’a pas la forme attendue.",
    );
  } else if (kind === "lottery") {
    need(
      values.length >= 5 && values.every((each) => /^(0|[1-9][0-9]{0,9})$/.test(each)),
      "Les numéros de la loterie n’ont pas la forme attendue.",
    );
  } else {
    need(kind === "witnesses", "La source de la graine est inconnue.");
    need(
      witnesses.length === values.length && values.length >= 2,
      "Il faut un mot de chacun des témoins, deux au moins.",
    );
    witnesses.forEach((witness, rank) => {
      const [salt, ...rest] = values[rank].split(":");
      const sealed = sha256(`tutorat-witness/1\n${salt}\n${rest.join(":")}`);
      need(
        !values[rank].includes("\n") && sealed === witness.sealed,
        `Le mot de ${witness.name} a été changé.`,
      );
    });
  }
  return sha256(["tutorat-seed/1", ...values].join("\n"));
}

// The seal of the document is that of the record.
function checkSeal(record, document) {
  need(
    sha256(canonical(document)) === record.seal,
    "Le document ne correspond pas à son sceau : la liste ou les règles ont été changées.",
  );
}

// The seed is that of the values; with the seal, it gives every random number.
function sown(record, document) {
  need(record.seed === seedOf(document.source, record.values), "La graine a été changée.");
  return new Chance(record.seal, record.seed);
}

const blank = (text) => text.replaceAll(" ", "") === "";

function checkAttempt({ openings, ...attempt }, number, previous) {
  shaped("attempt", attempt);
  const { document } = attempt;
  shaped("document", document);
  need(document.format === "tutorat-draw/1", "Le document scellé n’est pas d’un format connu.");
  need(
    document.attempt === number && document.previous === previous,
    "Un tirage manque, ou n’est pas à sa place.",
  );
  need(number === 1 || !blank(document.reason), "Un nouveau tirage est sans motif.");
  checkSeal(attempt, document);
  const draw = new Draw(document, openings);
  if (same(attempt.result, {})) {
    const unsown = same([attempt.values, attempt.seed, attempt.drawn_at], [[], "", ""]);
    need(unsown, "Un document abandonné avant sa graine en porte une.");
  } else draw.check(sown(attempt, document), attempt.result);
  return draw;
}

function swapped(groups, swaps) {
  const members = new Map(groups.map((each) => [each.number, new Set(each.interns)]));
  shaped("swap", ...swaps);
  const groupOf = (person) => [...members.values()].find((people) => people.has(person));
  for (const { first, second, reason } of swaps) {
    need(!blank(reason), "Un échange est sans motif.");
    const [one, other] = [groupOf(first), groupOf(second)];
    need(one && other && one !== other, "Un échange ne porte pas sur deux internes de deux groupes.");
    one.delete(first);
    one.add(second);
    other.delete(second);
    other.add(first);
  }
  return groups.map((each) => ({ ...each, interns: [...members.get(each.number)].sort() }));
}

function checkDraw(minutes) {
  shaped("minutes", minutes);
  const { attempts, swaps } = minutes;
  need(attempts.length, "Le procès-verbal ne contient aucun tirage.");
  let previous = "";
  let draw = null;
  attempts.forEach((attempt, rank) => {
    draw = checkAttempt(attempt, rank + 1, previous);
    previous = attempt.seal;
  });
  const { result } = attempts.at(-1);
  need(!same(result, {}), "Le dernier document scellé n’est pas tiré.");
  const drawn = count(attempts, (each) => !same(each.result, {}));
  need(
    same(swapped(result.groups, swaps), minutes.groups),
    "Les groupes ne sont pas ceux du tirage et des échanges.",
  );
  const { method } = result.candidates.at(-1);
  const said = [`${draw.ids.length} internes`, `${draw.sizes.length} groupes`];
  if (drawn > 1) said.push(`${drawn} tirages`);
  if (drawn < attempts.length) said.push(`abandonnés avant la graine : ${attempts.length - drawn}`);
  if (swaps.length) said.push(`échanges à la main : ${swaps.length}`);
  said.push(method === "rejection" ? "par rejet" : "par chaîne de Markov");
  let sentence = `Le résultat découle de la liste, des règles et de la graine (${said.join(", ")}).`;
  if (!draw.known && method === "markov-confidential") {
    sentence =
      `Le document et la graine tiennent, les groupes respectent les règles (${said.join(", ")}). ` +
      "Les demandes confidentielles sont scellées : le tirage se rejoue sur le procès-verbal complet.";
  } else if (!draw.known) {
    sentence += " Les demandes confidentielles restent scellées : le procès-verbal complet les ouvre.";
  }
  return [sentence, previous];
}

function checkRepair(minutes) {
  shaped("repair minutes", minutes);
  const { document, chosen } = minutes;
  shaped("repair document", document);
  need(document.format === "tutorat-repair/1", "Le document scellé n’est pas d’un format connu.");
  checkSeal(minutes, document);
  const chance = sown(minutes, document);
  const { repairs } = document;
  need(repairs.length, "Le document ne propose aucune réparation.");
  need(chosen === chance.below(repairs.length), "La réparation retenue n’est pas celle que donne la graine.");
  need(
    same(repaired(document.groups, repairs[chosen]), minutes.groups),
    "Les groupes ne sont pas ceux de la réparation retenue.",
  );
  return [
    `La réparation retenue découle du document et de la graine (une parmi ${repairs.length}).`,
    minutes.seal,
  ];
}

function repaired(groups, { moves, handovers }) {
  const members = new Map(groups.map((each) => [each.number, new Set(each.interns)]));
  const tutors = new Map(groups.map((each) => [each.number, each.tutor]));
  for (const { group, after } of handovers) tutors.set(group, after);
  for (const { person, before, after } of moves) {
    if (before) need(members.get(before).delete(person), SHAPE);
    if (after) members.set(after, (members.get(after) ?? new Set()).add(person));
  }
  return [...members.keys()]
    .sort((one, other) => one - other)
    .filter((number) => tutors.get(number))
    .map((number) => ({ number, tutor: tutors.get(number), interns: [...members.get(number)].sort() }));
}

function check(bytes, publishedSeal) {
  let text;
  let minutes;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    minutes = JSON.parse(text);
  } catch {
    throw new Wrong("Le fichier n’est pas un procès-verbal lisible.");
  }
  need(canonical(minutes) === text, "Le fichier n’est pas écrit sous sa forme canonique : il a été modifié.");
  const { hash, ...rest } = minutes;
  need(sha256(canonical(rest)) === hash, "Le procès-verbal a été modifié : son empreinte ne correspond plus.");
  const checks = new Map([["tutorat-minutes/1", checkDraw], ["tutorat-repair-minutes/1", checkRepair]]);
  need(checks.has(minutes.format), "Le procès-verbal n’est pas d’un format connu.");
  const [sentence, seal] = checks.get(minutes.format)(minutes);
  need(
    publishedSeal === undefined || publishedSeal === seal,
    `Le procès-verbal se tient, mais son sceau n’est pas celui qui a été publié : ${seal}.`,
  );
  return `${sentence} Sceau : ${seal}.`;
}

export function verify(bytes, publishedSeal) {
  try {
    return { ok: true, sentence: check(bytes, publishedSeal) };
  } catch (problem) {
    return { ok: false, sentence: problem instanceof Wrong ? problem.message : SHAPE };
  }
}

for (const field of globalThis.document?.querySelectorAll("input[data-verify]") ?? []) {
  const result = globalThis.document.getElementById(field.dataset.verify);
  field.addEventListener("change", async () => {
    const [file] = field.files;
    if (!file) return;
    const { ok, sentence } = verify(new Uint8Array(await file.arrayBuffer()), field.dataset.seal);
    result.textContent = sentence;
    result.dataset.verdict = ok ? "ok" : "wrong";
  });
}
