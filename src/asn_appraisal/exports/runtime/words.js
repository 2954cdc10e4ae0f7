// --- words: a trace as people read it, in Indonesian or English --------------------------------------------------------

const SIGNS = { "+": "+", "-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "<": "<", ">": ">", "==": "=", "!=": "≠" };
const BINDS = { "+": 1, "-": 1, "*": 2, "/": 2 };
const OPPOSITE = { "<=": ">", ">=": "<", "<": ">=", ">": "<=", "==": "!=" };
const ABOUT = "≈ ";

const say = (key, language, facts = {}) => filled(PHRASES[key][language], facts);
const numeral = (text, language) => text.replace(".", say("numbers.sign", language));
const equalTo = (text) => (text.startsWith(ABOUT) ? text : `= ${text}`);

function exactNumeral(value, language) {
  const places = placesOf(value);
  return places === null ? textOf(value) : numeral(inDecimals(value, places), language);
}

function spoken(value, language, levels, numeralOf) {
  if (value === null) return say("values.absent", language);
  if (typeof value === "boolean") return say(value ? "values.true" : "values.false", language);
  if (value instanceof Exact) return numeralOf(value, language);
  return (levels ?? []).find((level) => level.key === value)?.[language] ?? value;
}

function listed(values, language, numeralOf, most = 6) {
  const shown = values.slice(0, most).map((value) => spoken(value, language, [], numeralOf)).join("; ");
  return values.length <= most ? shown : `${shown}; … (${values.length})`;
}

// With how many digits numbers are shown, so that none seems to lie on the other side of one it is compared with.
class Digits {
  constructor(limits, compared) {
    this.limits = new Set([ZERO, ...limits].map(textOf));
    const near = new Map([ZERO, ...limits, ...compared].map((value) => [textOf(value), value]));
    this.near = [...near.values()].sort(order);
  }

  text(value, language) {
    const shown = this.limits.has(textOf(value)) ? value : this.rounded(value);
    const text = exactNumeral(shown, language);
    return order(shown, value) === 0 ? text : ABOUT + text;
  }

  rounded(value) {
    const [room, most] = [this.room(value), placesOf(value)];
    for (let places = 4; most === null || places < most; places += 1) {
      const shown = rounded(value, places);
      if (order(distance(value, shown), room) < 0) return shown;
    }
    return value;
  }

  // Half the way from a number to the next one that it is compared with.
  room(value) {
    const gaps = this.near.filter((near) => order(near, value) !== 0).map((near) => distance(value, near));
    return times(HALF, gaps.reduce((a, b) => (order(b, a) < 0 ? b : a)));
  }
}

// The values that some steps compare with others, or limit by them.
function comparedIn(steps) {
  const values = steps.flatMap((step) => [
    ...step.compared.values(),
    ...step.part.operands.flatMap((entry) => [
      ...step.children.filter((child) => child.part === entry).map((child) => child.value),
      ...(entry instanceof Field ? step.values.filter((held) => held.has(entry.key)).map((held) => held.get(entry.key)) : []),
    ]),
  ]);
  return values.filter((value) => value instanceof Exact);
}

// Puts blocks in words: `show` gives the text of fields and parts, `taken` the branch that a choice took.
class Reader {
  constructor(language, show, { taken = () => null, rows = () => null, cause = null, result = () => "" } = {}) {
    Object.assign(this, { language, show, taken, rows, result });
    this.cause = cause ?? this;
  }

  say(key, facts) {
    return say(`words.${key}`, this.language, facts);
  }

  read(block) {
    return this.phrase(block)[0];
  }

  operand(block, binding = 3) {
    const [text, own] = this.phrase(block);
    return own < binding ? `(${text})` : text;
  }

  // The words, and how tightly they bind: 3 a word, 2 a product, 1 a sum, 0 a phrase.
  phrase(block) {
    if (block instanceof Constant) return [block.text[this.language], 3];
    if (isEntry(block)) return [this.show(block), 3];
    if (block instanceof Arithmetic) return this.arithmetic(block);
    if (block instanceof Weighted && !block.least) {
      return [block.parts.map((part, at) => `${block.shares[at][this.language]} × ${this.operand(part, 2)}`).join(" + "), 1];
    }
    const shown = block instanceof Over ? this.rows(block) : null;
    if (shown !== null) return [shown, shown.includes(" ") ? 0 : 3];
    if (block instanceof Required || block instanceof Within) return this.phrase(block.value);
    return [WORDS.get(block.constructor)(this, block), 0];
  }

  arithmetic({ operator, left, right }) {
    const binding = BINDS[operator];
    const [first, second] = [this.operand(left, binding), this.operand(right, binding + 1)];
    return [`${first} ${SIGNS[operator]} ${second.startsWith("-") ? `(${second})` : second}`, binding];
  }

  // What is compared: of a formula with values also what it came to.
  compared(block) {
    const text = this.operand(block, 1);
    const result = isEntry(block) || block instanceof Constant ? "" : this.result(block);
    return result ? `${text} ${equalTo(result)}` : text;
  }

  because(block, condition) {
    return this.say("because", { x: this.operand(block, 1), condition });
  }

  isOneOf({ label, among }, phrase = "is_") {
    const names = among.map((key) => spoken(key, this.language, label.levels));
    return this.say(phrase, { x: this.operand(label), levels: names.join(` ${this.say("or")} `) });
  }

  // That a condition does not hold.
  negated(condition) {
    if (condition instanceof Not) return this.read(condition.condition);
    if (condition instanceof Comparison) return this.comparison(condition, OPPOSITE[condition.operator]);
    if (condition instanceof IsOneOf) return this.isOneOf(condition, "is_not");
    if (condition instanceof Given) return this.say("not_given", { x: this.operand(condition.value) });
    const shown = this.read(condition);
    const told = isEntry(condition) && shown !== condition.title[this.language];
    return told ? shown : this.say("not", { x: shown });
  }

  comparison({ left, right }, sign) {
    return `${this.compared(left)} ${SIGNS[sign]} ${this.compared(right)}`;
  }
}

const isEntry = (block) => block instanceof Named || block instanceof Field;
const edgeWords = (edge, language, met = true) => `${SIGNS[met ? edge.sign : OPPOSITE[edge.sign]]} ${exactNumeral(edge.bound, language)}`;

function everyInWords(reader, block, word) {
  return block.parts.map((part) => reader.operand(part, part instanceof Comparison ? 0 : 3)).join(` ${reader.say(word)} `);
}

function butInWords(reader, block) {
  const [taken, condition] = [reader.taken(block), reader.cause.read(block.when)];
  if (taken === 0) return reader.read(block.value);
  const other = reader.read(block.replacement);
  if (taken === 1) return reader.say("because", { x: other, condition });
  return reader.say("but", { x: reader.read(block.value), other, condition });
}

function whenInWords(reader, block) {
  const taken = reader.taken(block);
  const condition = taken ? reader.cause.negated(block.condition) : reader.cause.read(block.condition);
  if (taken !== null) return reader.because(block.branches[taken], condition);
  const [x, other] = block.branches.map((branch) => reader.operand(branch, 1));
  return reader.say("when", { condition, x, other });
}

function stepsInWords(reader, block) {
  const [taken, { edges, branches }, { language }] = [reader.taken(block), block, reader];
  if (taken !== null) {
    // Edges widen: whatever does not reach the last one reaches none.
    const edge = edgeWords(edges[Math.min(taken, edges.length - 1)], language, taken < edges.length);
    return reader.because(branches[taken], `${reader.cause.compared(block.value)} ${edge}`);
  }
  const reached = [...edges.map((edge) => edgeWords(edge, language)), reader.say("otherwise")];
  const steps = reached.map((edge, at) => `${edge} → ${reader.read(branches[at])}`).join("; ");
  return reader.say("by", { x: reader.cause.operand(block.value, 1), steps });
}

function caseInWords(reader, block) {
  const [taken, { label, branches }] = [reader.taken(block), block];
  const names = block.keys.map((key) => spoken(key, reader.language, label.levels));
  const name = isEntry(label) ? label.title[reader.language] : reader.cause.read(label);
  if (taken !== null) return reader.because(branches[taken], `${name} = ${names[taken]}`);
  const steps = names.map((each, at) => `${each} → ${reader.read(branches[at])}`).join("; ");
  return reader.say("by", { x: reader.operand(label), steps });
}

function combinationInWords(reader, block, word) {
  const share = (at) => (block instanceof Weighted ? ` (${block.shares[at][reader.language]})` : "");
  const parts = block.parts.map((part, at) => reader.operand(part, 1) + share(at)).join("; ");
  const text = reader.say(word, { parts });
  return block.least ? reader.say("of_given", { x: text, least: block.least > 1 ? String(block.least) : "" }) : text;
}

function overInWords(reader, block) {
  let rows = block.items.name[reader.language];
  if (block.where !== null) rows = reader.say("where", { rows, condition: reader.read(block.where) });
  const told = (each) => (each === null ? "" : reader.operand(each));
  return reader.say(block.how, { rows, x: told(block.value), by: told(block.by) });
}

const WORDS = new Map([
  [Limited, (reader, block) => {
    const told = (each) => (each === null ? "" : reader.operand(each));
    const word = block.low === null ? "capped" : block.high === null ? "floored" : "clamped";
    return reader.say(word, { x: reader.operand(block.value, 1), low: told(block.low), high: told(block.high) });
  }],
  [Rounded, (reader, block) => reader.say("rounded", { x: reader.read(block.value), ...block.text[reader.language] })],
  [Line, (reader, block) => reader.say("through", { x: reader.operand(block.value, 1), points: block.text[reader.language] })],
  [Comparison, (reader, block) => reader.comparison(block, block.operator)],
  [IsOneOf, (reader, block) => reader.isOneOf(block)],
  [Every, (reader, block) => everyInWords(reader, block, "and")],
  [Either, (reader, block) => everyInWords(reader, block, "or")],
  [Not, (reader, block) => reader.negated(block.condition)],
  [Given, (reader, block) => reader.say("given", { x: reader.operand(block.value) })],
  [OrElse, (reader, block) => reader.say("or_else", { x: reader.operand(block.value, 1), default: reader.operand(block.otherwise) })],
  [But, butInWords],
  [When, whenInWords],
  [Steps, stepsInWords],
  [Case, caseInWords],
  [Sum, (reader, block) => combinationInWords(reader, block, "Sum")],
  [Mean, (reader, block) => combinationInWords(reader, block, "Mean")],
  [Weighted, (reader, block) => combinationInWords(reader, block, "Mean")],
  [Least, (reader, block) => combinationInWords(reader, block, "Least")],
  [Greatest, (reader, block) => combinationInWords(reader, block, "Greatest")],
  [Over, overInWords],
  [Rated, (reader, block) => reader.say("rated", { x: reader.operand(block.value) })],
  [Grid, (reader, block) => reader.say("grid", { rows: reader.cause.operand(block.rows), columns: reader.cause.operand(block.columns) })],
]);
