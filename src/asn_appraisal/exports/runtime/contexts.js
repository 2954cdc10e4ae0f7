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
