// --- combinations: several parts, or the rows of a list, made one number --------------------------------------------------

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

function bitsOf(whole) {
  const digits = whole.toString(16);
  return 4 * digits.length + 28 - Math.clz32(parseInt(digits[0], 16));
}

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
      if (bitsOf(common) > MOST_ROW_BITS) {
        const facts = { list: this.items.key, limit: String(MOST_ROW_DIGITS) };
        throw new EvaluationFault([new Fault("ASN426", { list: this.items.key, field: this.first, facts })]);
      }
    }
    return ratio([...tops].reduce((sum, [bottom, top]) => sum + top * (common / bottom), 0n), common);
  }
}
