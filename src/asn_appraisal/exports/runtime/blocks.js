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
