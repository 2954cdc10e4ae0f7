// --- contexts: the values that formulas are worked out on, a record's or, before them, those of a row of a list ----------

// A list may have a hundred thousand rows, and no function as many arguments.
function append(list, more) {
  for (const each of more) list.push(each);
}

class EvaluationFault {
  constructor(causes) {
    this.causes = causes;
  }

  // Every fault once, in order of occurrence.
  get faults() {
    const faults = [];
    const seen = new Set();
    const waiting = [this];
    while (waiting.length) {
      const cause = waiting.pop();
      if (cause instanceof Fault) faults.push(cause);
      else if (!seen.has(cause)) {
        seen.add(cause);
        append(waiting, [...cause.causes].reverse());
      }
    }
    return distinctFaults(faults);
  }
}

function problemOf(problem) {
  if (problem instanceof EvaluationFault) return problem;
  throw problem;
}

// The values of those that have one; the faults of the others are added to the problems.
function tried(entries, meaning, problems) {
  const values = [];
  for (const entry of entries) {
    try {
      values.push(meaning(entry));
    } catch (problem) {
      problems.push(problemOf(problem));
    }
  }
  return values;
}

function gathered(entries, meaning) {
  const problems = [];
  const values = tried(entries, meaning, problems);
  if (problems.length) throw new EvaluationFault(problems);
  return values;
}

class Context {
  constructor(values, root = null, place = null) {
    this.values = values;
    this.root = root ?? this;
    this.place = place;
    this.memo = new Map();
    this.totals = new Map();
    this.rowContexts = new Map();
    this.restart();
  }

  restart() {
    const kept = [this.children, this.choices, this.compared];
    [this.children, this.choices, this.compared] = [[], [], new Map()];
    return kept;
  }

  resume(kept) {
    [this.children, this.choices, this.compared] = kept;
  }

  // The contexts of a list's rows, made once a record.
  rows(key) {
    const { root } = this;
    if (!root.rowContexts.has(key)) {
      const [record] = root.values;
      const rows = record.get(key);
      if (rows === UNREAD) throw new EvaluationFault([]);
      root.rowContexts.set(key, Array.from(rows, (row, index) => new Context([row, record], root, [key, index])));
    }
    return root.rowContexts.get(key);
  }

  fault(code, about, facts = {}) {
    const [list, row] = this.place ?? [null, null];
    return new Fault(code, { list, item_row: row, field: about.field, facts: { what: about.what, ...facts, ...about.labels } });
  }

  refuse(...fault) {
    throw new EvaluationFault([this.fault(...fault)]);
  }
}

// --- blocks: what each is worth in a context; null where it is absent ----------------------------------------------------

class Block {
  constructor(facts) {
    Object.assign(this, { below: [] }, facts);
  }
}

class Constant extends Block {
  worth() {
    return this.value;
  }
}

class Field extends Block {
  worth(context) {
    const held = context.values.find((values) => values.has(this.key));
    const value = held.get(this.key);
    if (value === UNREAD) throw new EvaluationFault([]);
    return value;
  }
}

class NumberField extends Field {
  read(value) {
    const units = unitsOf(value, this.decimals);
    if ((this.low !== null && units < this.low) || (this.high !== null && units > this.high)) throw new Unreadable("ASN406");
    return ratio(units, 10n ** BigInt(this.decimals));
  }
}

class CategoryField extends Field {
  read(value, reader) {
    const keys = this.levels.map((level) => level.key);
    const text = typeof value === "string" ? stripped(value) : null;
    if (keys.includes(text)) return text;
    reader.lookedUp += 1;
    const close = text !== null && reader.lookedUp <= REFUSED_CHOICES ? closest(text, keys) : [];
    const names = (language) => this.levels.map((level) => level[language]).join(", ");
    throw new Unreadable("ASN408", { close: close.join(", "), levels: keys.join(", "), names_id: names("id"), names_en: names("en") });
  }
}

class FlagField extends Field {
  read(value) {
    if (typeof value !== "boolean") throw new Unreadable("ASN409");
    return value;
  }
}

class Named extends Block {
  worth(context) {
    const step = this.step(context);
    context.children.push(step);
    return step.value;
  }

  // The step of a part; worked out once in a context, also where it fails.
  step(context) {
    const home = this.inRows ? context : context.root;
    if (!home.memo.has(this)) {
      const kept = home.restart();
      try {
        const value = this.value.worth(home);
        const { children, choices, compared, place, values } = home;
        home.memo.set(this, { part: this, value, children, choices, compared, place, values, totals: home.root.totals });
      } catch (problem) {
        home.memo.set(this, problemOf(problem));
      } finally {
        home.resume(kept);
      }
    }
    const step = home.memo.get(this);
    if (step instanceof EvaluationFault) throw new EvaluationFault([step]);
    return step;
  }
}

class Arithmetic extends Block {
  worth(context) {
    const [left, right] = gathered([this.left, this.right], (each) => each.worth(context));
    if (left === null || right === null) return null;
    if (this.operator === "/" && right.top === 0n) context.refuse("ASN412", this.about);
    return { "+": plus, "-": minus, "*": times, "/": over }[this.operator](left, right);
  }
}

class Limited extends Block {
  worth(context) {
    const limits = [this.value, this.low, this.high].filter((each) => each !== null);
    const values = gathered(limits, (each) => each.worth(context));
    if (values.includes(null)) return null;
    let [value, ...ends] = values;
    const low = this.low === null ? null : ends.shift();
    const high = this.high === null ? null : ends.shift();
    if (low !== null && order(value, low) < 0) value = low;
    return high !== null && order(value, high) > 0 ? high : value;
  }
}

class Line extends Block {
  worth(context) {
    const value = this.value.worth(context);
    if (value === null) return null;
    const { points } = this;
    if (order(value, points[0][0]) <= 0) return points[0][1];
    for (let at = 1; at < points.length; at += 1) {
      const [[x0, y0], [x1, y1]] = [points[at - 1], points[at]];
      if (order(value, x1) <= 0) return plus(y0, over(times(minus(value, x0), minus(y1, y0)), minus(x1, x0)));
    }
    return points.at(-1)[1];
  }
}

class Rounded extends Block {
  worth(context) {
    const value = this.value.worth(context);
    return value === null ? null : rounded(value, this.places, this.mode);
  }
}

class Comparison extends Block {
  worth(context) {
    const [left, right] = gathered([this.left, this.right], (each) => each.worth(context));
    context.compared.set(this.left, left).set(this.right, right);
    return HOLDS[this.operator](left, right);
  }
}

class IsOneOf extends Block {
  worth(context) {
    return this.among.includes(this.label.worth(context));
  }
}

class Every extends Block {
  worth(context) {
    return this.parts.every((part) => part.worth(context));
  }
}

class Either extends Block {
  worth(context) {
    return this.parts.some((part) => part.worth(context));
  }
}

class Not extends Block {
  worth(context) {
    return !this.condition.worth(context);
  }
}

class Given extends Block {
  worth(context) {
    return this.value.worth(context) !== null;
  }
}

class OrElse extends Block {
  worth(context) {
    return this.value.worth(context) ?? this.otherwise.worth(context);
  }
}

class Required extends Block {
  worth(context) {
    return this.value.worth(context) ?? context.refuse("ASN414", this.about);
  }
}

class Within extends Block {
  worth(context) {
    const value = this.value.worth(context);
    if (value === null) return null;
    const outside = (this.low !== null && order(value, this.low) < 0) || (this.high !== null && order(value, this.high) > 0);
    return outside ? context.refuse("ASN416", this.about, this.ends) : value;
  }
}

class But extends Block {
  worth(context) {
    const value = this.value.worth(context);
    if (value === null) return null;
    const replaced = this.when.worth(context);
    context.choices.push([this, Number(replaced)]);
    return replaced ? this.replacement.worth(context) : value;
  }
}

class When extends Block {
  worth(context) {
    const taken = this.condition.worth(context) ? 0 : 1;
    context.choices.push([this, taken]);
    return this.branches[taken].worth(context);
  }
}

class Steps extends Block {
  worth(context) {
    const value = this.value.worth(context);
    if (value === null) return null;
    context.compared.set(this.value, value);
    const met = this.edges.findIndex((edge) => HOLDS[edge.sign](value, edge.bound));
    const taken = met < 0 ? this.edges.length : met;
    context.choices.push([this, taken]);
    return this.branches[taken].worth(context);
  }
}

class Case extends Block {
  worth(context) {
    const label = this.label.worth(context);
    if (label === null) return null;
    const taken = this.keys.indexOf(label);
    context.choices.push([this, taken]);
    return this.branches[taken].worth(context);
  }
}

class Rated extends Block {
  worth(context) {
    const value = this.value.worth(context);
    if (value === null) return null;
    context.compared.set(this.value, value);
    const taken = this.bands.findIndex(({ edge, requires }) =>
      (edge === null || HOLDS[edge.sign](value, edge.bound)) && (requires === null || requires.worth(context)));
    context.choices.push([this, taken]);
    return this.bands[taken].key;
  }
}

class Grid extends Block {
  worth(context) {
    const pair = gathered([this.rows, this.columns], (each) => each.worth(context));
    return this.cells.get(pair.join(" "));
  }
}

// Several numbers made one; those that are absent are left out where only given ones count.
class Combination extends Block {
  worth(context) {
    const values = gathered(this.parts, (part) => part.worth(context));
    const given = values.filter((value) => value !== null).length;
    if (given < this.least) {
      const facts = { least: String(this.least), given: String(given) };
      context.refuse("ASN415", this.abouts[values.indexOf(null)], facts);
    }
    return this.combined(values.flatMap((value, at) => (value === null ? [] : [[value, at]])));
  }
}

const total = (values) => values.reduce(plus, ZERO);

class Sum extends Combination {
  combined(values) {
    return total(values.map(([value]) => value));
  }
}

class Mean extends Combination {
  combined(values) {
    return over(total(values.map(([value]) => value)), ratio(BigInt(values.length)));
  }
}

class Least extends Combination {
  combined(values) {
    return values.map(([value]) => value).reduce((a, b) => (order(b, a) < 0 ? b : a));
  }
}

class Greatest extends Combination {
  combined(values) {
    return values.map(([value]) => value).reduce((a, b) => (order(b, a) > 0 ? b : a));
  }
}

class Weighted extends Combination {
  combined(values) {
    const sum = total(values.map(([value, at]) => times(this.weights[at], value)));
    return over(sum, total(values.map(([, at]) => this.weights[at]))); // all weights make 100
  }
}

class Items extends Block {}

const MOST_ROW_DIGITS = 20000n;
const MOST_ROW_BITS = 66438;

class Over extends Block {
  // What is worked out over a list depends on no row outside it: once a record, whoever asks.
  worth(context) {
    const { root } = context;
    if (!root.totals.has(this)) {
      try {
        root.totals.set(this, this.total(root));
      } catch (problem) {
        root.totals.set(this, problemOf(problem));
      }
    }
    const found = root.totals.get(this);
    if (found instanceof EvaluationFault) throw new EvaluationFault([found]);
    if (found.told !== root.children) {
      append(root.children, found.used);
      found.told = root.children;
    }
    return found.value;
  }

  total(root) {
    const used = [];
    const problems = root.values[0].get(this.items.key) instanceof RowsInDoubt ? [new EvaluationFault([])] : [];
    const seen = (formula) => (row) => {
      const kept = row.restart(); // the row may itself be at work, when a formula looks over its own list
      try {
        const value = formula.worth(row);
        append(used, row.children);
        return value;
      } finally {
        row.resume(kept);
      }
    };
    let rows = root.rows(this.items.key);
    if (this.where !== null) {
      const held = tried(rows, (row) => [row, seen(this.where)(row)], problems);
      rows = held.filter(([, holds]) => holds).map(([row]) => row);
    }
    const counted = this.how === "count" || this.value === null;
    const values = counted ? [] : tried(rows, seen(this.value), problems);
    const weights = counted || this.by === null ? [] : tried(rows, seen(this.by), problems);
    if (problems.length) throw new EvaluationFault(problems);
    const value = counted ? ratio(BigInt(rows.length)) : this.together(values, weights, root);
    return { value, rows: values, weights, used, told: null };
  }

  together(values, weights, root) {
    if (this.how === "sum") return this.added(values);
    if (!values.length) return null;
    if (this.how === "mean") return over(this.added(values), ratio(BigInt(values.length)));
    if (this.how === "least") return values.reduce((a, b) => (order(b, a) < 0 ? b : a));
    if (this.how === "greatest") return values.reduce((a, b) => (order(b, a) > 0 ? b : a));
    const all = this.added(weights);
    if (all.top === 0n) root.refuse("ASN412", this.about);
    return over(this.added(values.map((value, at) => times(weights[at], value))), all);
  }

  // The sum over rows; refused where their divisors make it too long to go on with.
  added(values) {
    const tops = new Map();
    for (const { top, bottom } of values) tops.set(bottom, (tops.get(bottom) ?? 0n) + top);
    let common = 1n;
    for (const bottom of tops.keys()) {
      common = (common / commonDivisor(common, bottom)) * bottom;
      if (common.toString(2).length > MOST_ROW_BITS) {
        const facts = { list: this.items.key, limit: String(MOST_ROW_DIGITS) };
        throw new EvaluationFault([new Fault("ASN426", { list: this.items.key, field: this.first, facts })]);
      }
    }
    return ratio([...tops].reduce((sum, [bottom, top]) => sum + top * (common / bottom), 0n), common);
  }
}
